import { AwsError } from '../aws/error';
import type { InvocationRequest, InvocationResult } from '../lambda/invocation';
import type { JsonObject } from '../stepfunctions';
import { isObject } from '../stepfunctions/json';

/** What came of giving a batch to its function. */
export type BatchOutcome =
  | { kind: 'success' }
  /** Identifiers of the items that the function reported as failed. */
  | { kind: 'partial'; failed: Set<string> }
  | { kind: 'error'; requestId: string; executedVersion: string; cause: string }
  /** The function was not run: concurrency, or a host that could not start it. */
  | { kind: 'notRun'; cause: string };

/** Invokes a function with records; with `partialResponses` its answer may name the items that failed. */
export async function invokeWithBatch(
  invoke: (request: InvocationRequest) => Promise<InvocationResult>,
  target: { functionName: string; qualifier?: string },
  records: JsonObject[],
  partialResponses: boolean,
): Promise<BatchOutcome> {
  try {
    const result = await invoke({ ...target, payload: JSON.stringify({ Records: records }) });
    const failure = { kind: 'error' as const, requestId: result.requestId, executedVersion: result.executedVersion };
    if (result.functionError) return { ...failure, cause: result.payload };
    if (!partialResponses) return { kind: 'success' };
    const failed = failedItems(result.payload);
    if (failed === undefined)
      return { ...failure, cause: `The function's answer is no batch response: ${result.payload}` };
    return failed.size === 0 ? { kind: 'success' } : { kind: 'partial', failed };
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return { kind: 'notRun', cause: error.message };
  }
}

/**
 * The failed items of a batch response; none of an empty or null one, undefined of one that Lambda takes as a failure of
 * the whole batch.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html
 */
function failedItems(payload: string): Set<string> | undefined {
  const answer: unknown = JSON.parse(payload);
  if (answer === null) return new Set();
  if (!isObject(answer)) return undefined;
  const failures = answer.batchItemFailures ?? [];
  if (!Array.isArray(failures)) return undefined;
  const failed = new Set<string>();
  for (const failure of failures) {
    const identifier = isObject(failure) ? failure.itemIdentifier : undefined;
    if (typeof identifier !== 'string' || identifier === '') return undefined;
    failed.add(identifier);
  }
  return failed;
}
