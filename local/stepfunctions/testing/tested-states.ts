import { TestEngine } from './engine';

/** States that tests give to TestState, in JSONPath. */
export const lambda = { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', End: true };
export const put = {
  Type: 'Task',
  Resource: 'arn:aws:states:::events:putEvents',
  Parameters: { Entries: [] },
  End: true,
};
export const waiting = { ...lambda, Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken' };
const inner = { StartAt: 'Inner', States: { Inner: { Type: 'Pass', End: true } } };
export const map = { Type: 'Map', ItemsPath: '$.all', ItemProcessor: inner, End: true };
export const distributed = {
  ...map,
  ItemProcessor: { ...inner, ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' } },
};
export const parallel = { Type: 'Parallel', Branches: [inner], End: true };

/** A mock that succeeds with the value. */
export const result = (value: unknown, fieldValidationMode = 'NONE') => ({
  mock: { result: JSON.stringify(value), fieldValidationMode },
});
/** A mock that fails. */
export const failing = (error: string, cause = 'why') => ({ mock: { errorOutput: { error, cause } } });

function request(state: object, input: unknown = {}, more: object = {}) {
  return { definition: JSON.stringify(state), input: JSON.stringify(input), inspectionLevel: 'DEBUG', ...more };
}

/** Tests the state with the input. */
export async function run(state: object, input: unknown = {}, more: object = {}, engine = new TestEngine()) {
  return engine.handle('TestState', request(state, input, more));
}
