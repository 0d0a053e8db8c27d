import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { dynamodb } from '../platform/dynamodb';
import { environment } from '../platform/environment';
import { logger, metrics } from '../platform/observability';
import { stepFunctionsHandler } from '../platform/step-functions-handler';
import { caseLogKeys, workedCase } from './inputs';
import { moveCase } from './move-case';

const env = environment('support-case/close-case', ['CASES_TABLE', 'RETENTION_DAYS']);

/** State `Close Case`: the case is over, and its row may be removed some days from now. */
export const handler = stepFunctionsHandler({
  input: workedCase,
  keys: caseLogKeys,
  async run({ input: { attempt, ...key }, context }): Promise<{ caseId: string; status: 'closed'; attempts: number }> {
    const changedAt = context.State.EnteredTime;
    const ttl = Math.floor(Date.parse(changedAt) / 1000) + env.RETENTION_DAYS * 24 * 60 * 60;
    const closed = await moveCase(dynamodb, env.CASES_TABLE, key, 'closed', { changedAt, ttl });
    if (closed) metrics.addMetric('CasesClosed', MetricUnit.Count, 1);
    logger.info(closed ? 'case closed' : 'the case was closed before', { attempts: attempt });
    return { caseId: key.caseId, status: 'closed', attempts: attempt };
  },
});
