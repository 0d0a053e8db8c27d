import { stepFunctionsHandler } from '../platform/step-functions-handler';
import { inputLogKeys } from './input';
import { initialized, type Processed } from './states';

/**
 * State `process`: does the work, which here is to count the items that differ. A state may run twice for one execution, so what it
 * writes must be the same the second time.
 */
export const handler = stepFunctionsHandler({
  input: initialized,
  keys: ({ data }) => inputLogKeys(data),
  async run({ input: { data } }): Promise<Processed> {
    return { status: 'processed', data, distinctItems: new Set(data.items).size };
  },
});
