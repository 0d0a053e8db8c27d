import type { StepFunctionsEvent } from '../platform/step-functions-handler';

const MACHINE = 'test-blueprint-workflow';
const STATES = 'arn:aws:states:ap-northeast-1:000000000000';

/** When the executions of these events were started. */
const STARTED_AT = '2025-01-01T00:00:00.000Z';

/** What a Task sends to its handler, of an execution whose own input is left out. */
export function stateEvent<Input>(input: Input, state: string): StepFunctionsEvent<Input> {
  return {
    source: 'step-function',
    input,
    context: {
      Execution: {
        Id: `${STATES}:execution:${MACHINE}:execution-1`,
        Input: {},
        Name: 'execution-1',
        RoleArn: `arn:aws:iam::000000000000:role/${MACHINE}`,
        StartTime: STARTED_AT,
      },
      State: { EnteredTime: STARTED_AT, Name: state, RetryCount: 0 },
      StateMachine: { Id: `${STATES}:stateMachine:${MACHINE}`, Name: MACHINE },
    },
  };
}
