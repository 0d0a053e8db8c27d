import { GetCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { dynamodb } from '../platform/dynamodb';
import { environment } from '../platform/environment';
import { CorruptRow } from '../platform/errors';
import { describeIssues } from '../platform/issues';
import { logger } from '../platform/observability';
import { stepFunctionsHandler } from '../platform/step-functions-handler';
import { CaseMissing } from './errors';
import { assignedCase, type CaseKey, caseLogKeys, caseRowKey, keyOf } from './inputs';
import { consult } from './knowledge';
import { moveCase } from './move-case';

const env = environment('support-case/work-on-case', ['CASES_TABLE']);

const caseRow = z.object({ description: z.string() });

/** What `Is Case Resolved` decides on. */
interface Worked extends CaseKey {
  /** Counted from 1. */
  attempt: number;
  attemptsLeft: number;
  resolved: boolean;
}

/**
 * State `Work on Case`: makes the next attempt, which tries one article of the topic. Whether that resolves the case follows from
 * its description, so a repeat of the attempt ends alike and is counted once.
 *
 * @throws CaseMissing when the case has no row
 */
export const handler = stepFunctionsHandler({
  input: assignedCase,
  keys: caseLogKeys,
  async run({ input, context }): Promise<Worked> {
    const attempt = input.attempt + 1;
    const { article, attemptsLeft } = consult(input.topic, await descriptionOf(input), attempt);
    const counted = await moveCase(dynamodb, env.CASES_TABLE, input, 'in_progress', {
      changedAt: context.State.EnteredTime,
      attempts: attempt,
      ...(article && { article: article.id, answer: article.answer }),
    });
    const resolved = article !== undefined;
    logger.info(counted ? 'worked on the case' : 'this attempt was counted before', { attempt, resolved });
    return { ...keyOf(input), attempt, attemptsLeft, resolved };
  },
});

async function descriptionOf(key: CaseKey): Promise<string> {
  const Key = caseRowKey(key);
  const { Item } = await dynamodb.send(new GetCommand({ TableName: env.CASES_TABLE, Key, ConsistentRead: true }));
  if (Item === undefined) throw new CaseMissing(key);
  const row = caseRow.safeParse(Item);
  if (!row.success)
    throw new CorruptRow(`the row of case ${key.caseId} is not as we write it: ${describeIssues(row.error)}`);
  return row.data.description;
}
