import { stepFunctionsHandler } from '../platform/step-functions-handler';
import { NoItems } from './errors';
import { inputLogKeys, myCustomInput } from './input';
import type { Initialized } from './states';

/**
 * State `initialize`: refuses an input that there is nothing to do for, and hands on any other in its newest version.
 *
 * @throws NoItems when there is nothing to process
 */
export const handler = stepFunctionsHandler({
  input: myCustomInput,
  keys: inputLogKeys,
  async run({ input }): Promise<Initialized> {
    if (input.items.length === 0) throw new NoItems(input.requestId);
    return { status: 'initialized', data: input };
  },
});
