import { dynamodb } from '../platform/dynamodb';
import { environment } from '../platform/environment';
import { logger } from '../platform/observability';
import { stepFunctionsHandler } from '../platform/step-functions-handler';
import { type CaseKey, caseLogKeys, keyOf, openedCase } from './inputs';
import { teamOf } from './knowledge';
import { moveCase } from './move-case';

const env = environment('support-case/assign-case', ['CASES_TABLE']);

/** State `Assign Case`: gives the case to the team of its topic. */
export const handler = stepFunctionsHandler({
  input: openedCase,
  keys: caseLogKeys,
  async run({ input, context }): Promise<CaseKey & { attempt: number }> {
    const team = teamOf(input.topic);
    const changedAt = context.State.EnteredTime;
    const assigned = await moveCase(dynamodb, env.CASES_TABLE, input, 'assigned', { changedAt, team });
    logger.info(assigned ? 'case assigned' : 'the case was assigned before', { team });
    return { ...keyOf(input), attempt: 0 };
  },
});
