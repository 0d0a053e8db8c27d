import validate from 'asl-validator';
import { isJsonArray, isJsonata, isJsonObject, type JsonObject, type JsonValue } from '../definition/json';

/** The definition that `asl-validator` rejects though lint does not. */
export class AslError extends Error {
  override readonly name = 'AslError';
}

/**
 * Fields that hold any JSON, of which the validator's patterns know less than AWS takes (no scalars, no line breaks, no
 * empty strings). Their expressions are lint's to parse, so the validator sees them empty.
 */
const anyJson: ReadonlySet<string> = new Set(['Arguments', 'Assign', 'BatchInput', 'ItemSelector', 'Output']);

function readable(value: JsonValue): JsonValue {
  // Its pattern wants one line, and spaces inside the delimiters.
  if (isJsonata(value)) return `{% ${value.slice(2, -2).replaceAll(/\s+/g, ' ').trim()} %}`;
  if (typeof value === 'string') return value.replaceAll(/\s+/g, ' ') || ' ';
  if (isJsonArray(value)) return value.map(readable);
  return isJsonObject(value) ? fieldsOf(value) : value;
}

function fieldsOf(object: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(object).map(([field, value]): [string, JsonValue] => {
      if (anyJson.has(field)) return [field, {}];
      if (field === 'Comment') return [field, 'text'];
      if (field !== 'States' || !isJsonObject(value)) return [field, readable(value)];
      // The keys of States are names, whatever field they are spelt like.
      return [field, Object.fromEntries(Object.entries(value).map(([name, state]) => [name, readable(state)]))];
    }),
  );
}

/** What has been accepted: the validator compiles its schemas at every call, some 0.3 s, and synthesis calls it often: for each environment, the same machine. */
const accepted = new Set<string>();

/**
 * Has asl-validator check a definition.
 * @throws AslError with everything it says
 * @see https://github.com/ChristopheBougere/asl-validator
 */
export function validateAsl(definition: JsonObject): void {
  const text = JSON.stringify(fieldsOf(definition));
  if (accepted.has(text)) return;
  // The validator writes into what it is given.
  const outcome = validate(JSON.parse(text));
  if (!outcome.isValid) throw new AslError(`asl-validator rejects the definition: ${outcome.errorsText('; ')}`);
  accepted.add(text);
}
