import type { Failure } from './execution';

/** The error names that Step Functions itself uses. @see https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html */
export const ErrorName = {
  all: 'States.ALL',
  taskFailed: 'States.TaskFailed',
  timeout: 'States.Timeout',
  heartbeatTimeout: 'States.HeartbeatTimeout',
  runtime: 'States.Runtime',
  /** In no list of the developer guide, but what executions on AWS fail with. */
  referencePathConflict: 'States.ReferencePathConflict',
  dataLimitExceeded: 'States.DataLimitExceeded',
  queryEvaluationError: 'States.QueryEvaluationError',
  noChoiceMatched: 'States.NoChoiceMatched',
  itemReaderFailed: 'States.ItemReaderFailed',
  resultWriterFailed: 'States.ResultWriterFailed',
  exceedToleratedFailureThreshold: 'States.ExceedToleratedFailureThreshold',
} as const;

/** Thrown inside a state to fail it. */
export class StateFailure extends Error {
  constructor(readonly failure: Failure) {
    super(failure.cause ?? failure.error);
  }
}

/**
 * Whether a retrier or catcher with these `ErrorEquals` takes this failure. `States.Runtime` is taken by none;
 * `States.TaskFailed` takes all but timeouts. The developer guide says that `States.ALL` does not take
 * `States.DataLimitExceeded`, but recordings of too large results show that it does.
 */
export function matches(errorEquals: string[], { error, heartbeat }: Failure): boolean {
  if (error === ErrorName.runtime) return false;
  if (error !== undefined && errorEquals.includes(error)) return true;
  if (heartbeat && errorEquals.includes(ErrorName.heartbeatTimeout)) return true;
  if (errorEquals.includes(ErrorName.all)) return true;
  return error !== ErrorName.timeout && errorEquals.includes(ErrorName.taskFailed);
}

/** How AWS begins the cause of an error that lies in the definition or its data. */
export function whileExecuting(state: string, enteredEvent: number, sentence: string): string {
  return `An error occurred while executing the state '${state}' (entered at the event id #${enteredEvent}). ${sentence}`;
}

/** @param subject the state's name, or the ARN of the Task's resource. */
export function dataLimitExceeded(subject: string): Failure {
  return {
    error: ErrorName.dataLimitExceeded,
    cause: `The state/task '${subject}' returned a result with a size exceeding the maximum number of bytes service limit.`,
  };
}
