import type { StateType } from '../definition/machine';
import type { JsonObject, JsonValue } from '../json';
import { type Proof, withFields } from './proofs';

/** That a state with the fields, in JSONPath, gives the output. */
export const path = (type: StateType, fields: JsonObject, output: JsonValue): Proof => ({
  definition: withFields(type, 'JSONPath', fields),
  output,
});

/** That a state with the fields, in JSONata, gives the output. */
export const jsonata = (type: StateType, fields: JsonObject, output: JsonValue): Proof => ({
  definition: withFields(type, 'JSONata', fields),
  output,
});
