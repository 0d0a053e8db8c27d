import type { JsonValue, TaskRequest } from '../stepfunctions';

/** The execution that the requests of tests come from. */
export const EXECUTION = 'arn:aws:states:ap-northeast-1:000000000000:execution:machine:run';
export const MACHINE = 'arn:aws:states:ap-northeast-1:000000000000:stateMachine:machine';

/** One attempt of a Task, as an integration is handed it. */
export function taskRequest(resource: string, args: JsonValue, more: Partial<TaskRequest> = {}): TaskRequest {
  return {
    resource,
    arguments: args,
    roleArn: 'arn:aws:iam::000000000000:role/machine',
    executionArn: EXECUTION,
    stateName: 's',
    submitted: () => {},
    signal: new AbortController().signal,
    ...more,
  };
}
