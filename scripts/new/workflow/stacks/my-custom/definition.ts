import { workflow } from '@blueprint/asl';
import { type FunctionArn, lambdaTasks } from '../constructs/lambda-task';

/** Names of the handlers' errors that come again however often a state is retried. */
export const UNMENDABLE_ERRORS = ['InvalidEnvironment', 'InvalidEvent', 'NoItems'];

/**
 * Three states one after another. Input: `MyCustomInput` of lambdas/my-custom/input.ts. There is no Catch: a Task that fails for good
 * fails the execution, so that a redrive resumes it there.
 */
export function myCustomMachine(functionArn: FunctionArn) {
  const { lambda } = lambdaTasks(functionArn, UNMENDABLE_ERRORS);
  return workflow({
    Comment: 'Prepares, does and concludes the work of one request',
    QueryLanguage: 'JSONata',
    StartAt: 'initialize',
    States: {
      initialize: { ...lambda('my-custom/initialize'), Next: 'process' },
      process: { ...lambda('my-custom/process'), Next: 'finalize' },
      finalize: { ...lambda('my-custom/finalize'), End: true },
    },
  });
}
