import type { Context } from 'aws-lambda';
import { describeExecution } from './executions';
import { logger } from './observability';
import { parseJson } from './parse-json';
import { sfn } from './sfn';
import { endedBadly, type StatusChange } from './status-change';
import { statusChangeHandler } from './status-change-handler';

/**
 * The handler of a function that settles what an execution was for, once it failed, timed out or was stopped: for any reason, also
 * those that no Catch sees.
 *
 * Events come late and twice. One that is older than the execution's latest redrive is old news, and so is one of an execution that
 * succeeded since: neither is handed on. A redrive may begin in this very moment.
 *
 * @param settle is given the event and the execution's input; undefined when that is no JSON, or is not known any more
 */
export function badEndHandler(
  settle: (change: StatusChange, input: unknown) => Promise<void>,
): (payload: unknown, lambda?: Context) => Promise<void> {
  return statusChangeHandler('settle', async (change) => {
    const { executionArn, status, redriveCount, input } = change.detail;
    if (!endedBadly(status)) return;
    const execution = await describeExecution(sfn, executionArn);
    const redrives = redriveCount ?? execution?.redriveCount ?? 0;
    if (execution !== undefined && (execution.status !== 'ended' || execution.redriveCount > redrives)) {
      logger.info('the execution was redriven since', { status });
      return;
    }
    await settle(change, parseJson(input ?? execution?.input ?? ''));
  });
}
