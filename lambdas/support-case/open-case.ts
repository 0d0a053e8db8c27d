import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { ifConditionHolds } from '../platform/conditions';
import { dynamodb } from '../platform/dynamodb';
import { environment } from '../platform/environment';
import { logger } from '../platform/observability';
import { stepFunctionsHandler } from '../platform/step-functions-handler';
import { CaseConflict } from './errors';
import { type CaseKey, caseLogKeys, caseRowKey, keyOf, newCase } from './inputs';

const env = environment('support-case/open-case', ['CASES_TABLE']);

/**
 * State `Open Case`: writes the case's row. A retry, and a redrive later on, find what the execution has written and change nothing
 * of it, above all no status.
 *
 * @throws CaseConflict when another execution has opened a case of this id
 */
export const handler = stepFunctionsHandler({
  input: newCase,
  keys: caseLogKeys,
  async run({ input, context: { Execution } }): Promise<CaseKey> {
    const row = {
      status: 'opened',
      topic: input.topic,
      description: input.description,
      attempts: 0,
      requestId: input.requestId,
      execution: Execution.Id,
      openedAt: Execution.StartTime,
    };
    const names = Object.keys(row);
    const opened = await ifConditionHolds(
      dynamodb.send(
        new UpdateCommand({
          TableName: env.CASES_TABLE,
          Key: caseRowKey(input),
          UpdateExpression: `SET ${names.map((name) => `#${name} = if_not_exists(#${name}, :${name})`).join(', ')}`,
          ConditionExpression: 'attribute_not_exists(pk) OR #execution = :execution',
          ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
          ExpressionAttributeValues: Object.fromEntries(
            Object.entries(row).map(([name, value]) => [`:${name}`, value]),
          ),
        }),
      ),
    );
    if (opened === undefined) throw new CaseConflict(input);
    logger.info('case opened', { topic: input.topic });
    return keyOf(input);
  },
});
