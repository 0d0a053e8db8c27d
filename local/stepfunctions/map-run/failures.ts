import { types } from 'node:util';
import { EvaluationError, SelectionError } from '../expressions/template';
import type { Failure } from '../interpreter/execution';
import { ErrorName, StateFailure } from '../interpreter/failures';

/** What went wrong, in words; the error may be of another realm, as those of Node.js are in tests. */
export const messageOf = (error: unknown) => (types.isNativeError(error) ? error.message : String(error));

export const readerFailure = (error: unknown): Failure => ({
  error: ErrorName.itemReaderFailed,
  cause: messageOf(error),
});

export const writerFailure = (error: unknown): Failure => ({
  error: ErrorName.resultWriterFailed,
  cause: messageOf(error),
});

/** The role lacks a permission for executions of its own state machine. */
export const permissionFailure = (error: unknown): Failure => ({ error: ErrorName.runtime, cause: messageOf(error) });

export const THRESHOLD_EXCEEDED: Failure = {
  error: ErrorName.exceedToleratedFailureThreshold,
  cause: 'The specified tolerated failure threshold was exceeded',
};

export const RESULTS_TOO_LARGE: Failure = {
  error: ErrorName.dataLimitExceeded,
  cause: "The Map Run's results exceed the maximum number of bytes service limit.",
};

/** What an item's selector or size fails the map run with. */
export function itemFailure(error: unknown): Failure {
  if (error instanceof StateFailure) return error.failure;
  if (error instanceof EvaluationError) return { error: ErrorName.queryEvaluationError, cause: error.sentence };
  if (error instanceof SelectionError) return { error: ErrorName.runtime, cause: error.message };
  return { error: ErrorName.runtime, cause: `The local Step Functions engine cannot go on: ${messageOf(error)}` };
}
