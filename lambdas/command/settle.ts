import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { dynamodb } from '../platform/dynamodb';
import { environment } from '../platform/environment';
import { describeExecution } from '../platform/executions';
import { logger, metrics } from '../platform/observability';
import { sfn } from '../platform/sfn';
import { endedBadly, type StatusChange } from '../platform/status-change';
import { statusChangeHandler } from '../platform/status-change-handler';
import { recordFailure } from './attempts';
import { attemptOf, type CommandKey, commandKey, commandLogKeys } from './keys';

const env = environment('command/settle', ['COMMANDS_TABLE']);

/**
 * Records on the command that its execution failed, timed out or was aborted: for any reason, also those that no Catch sees.
 * Events come late, twice, or not at all (then the reconciler finds it). An event counts when it is of the run that the row
 * names: a command that is settled, has a later attempt, or was redriven since, is left alone.
 */
export const handler = statusChangeHandler('settle', record);

async function record({ time, detail }: StatusChange): Promise<void> {
  const { executionArn, status } = detail;
  if (!endedBadly(status)) return;
  const run = await complete(detail);
  if (run === undefined) return;
  const key = readKey(run.input);
  const attempt = key && attemptOf(key, detail.name);
  if (key === undefined || attempt === undefined) {
    logger.error('this execution belongs to no command: it was not started by the trigger', { status });
    return;
  }
  logger.appendKeys(commandLogKeys(key));
  const failure = { error: detail.error ?? status, cause: detail.cause ?? '', executionArn, at: time };
  const recorded = await recordFailure(
    dynamodb,
    env.COMMANDS_TABLE,
    key,
    { attempt, redrives: run.redriveCount },
    failure,
  );
  if (recorded) metrics.addMetric('CommandsFailed', MetricUnit.Count, 1);
  logger.warn(recorded ? 'command failed' : 'failure is known, or of an earlier run', { error: failure.error, status });
}

/**
 * Input and redrive count, asked for when the event does not carry them. An execution that is found running has been redriven
 * since: the event is old news, and its run can no longer be told from the count.
 */
async function complete(detail: StatusChange['detail']) {
  const { executionArn, input, redriveCount } = detail;
  if (typeof input === 'string' && typeof redriveCount === 'number') return { input, redriveCount };
  const execution = await describeExecution(sfn, executionArn);
  if (typeof redriveCount !== 'number' && execution?.status === 'running') return undefined;
  return { input: input ?? execution?.input, redriveCount: redriveCount ?? execution?.redriveCount ?? 0 };
}

function readKey(input: string | undefined): CommandKey | undefined {
  try {
    const parsed = commandKey.safeParse(JSON.parse(input ?? ''));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}
