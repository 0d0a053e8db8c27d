import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { dynamodb } from '../platform/dynamodb';
import { environment } from '../platform/environment';
import { logger, metrics } from '../platform/observability';
import { stepFunctionsHandler } from '../platform/step-functions-handler';
import { caseLogKeys, workedCase } from './inputs';
import { moveCase } from './move-case';

const env = environment('support-case/escalate-case', ['CASES_TABLE']);

/** State `Escalate Case`: records for the second tier what the first has tried. The row stays until somebody there has closed it. */
export const handler = stepFunctionsHandler({
  input: workedCase,
  keys: caseLogKeys,
  async run({ input: { attempt, ...key }, context }): Promise<{ caseId: string; reason: string }> {
    const reason = `none of the ${attempt} articles about ${key.topic} answers it`;
    const escalated = await moveCase(dynamodb, env.CASES_TABLE, key, 'escalated', {
      changedAt: context.State.EnteredTime,
      reason,
    });
    if (escalated) metrics.addMetric('CasesEscalated', MetricUnit.Count, 1);
    logger.warn(escalated ? 'case escalated' : 'the case was escalated before', { reason });
    return { caseId: key.caseId, reason };
  },
});
