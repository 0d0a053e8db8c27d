import { GetCommand, type GetCommandInput, UpdateCommand, type UpdateCommandInput } from '@aws-sdk/lib-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { dynamodb } from '../platform/dynamodb';
import { isAwsError } from '../platform/errors';

/** Arguments of a Task that calls DynamoDB: attribute values as DynamoDB writes them. */
interface TaskArguments {
  readonly Key: Parameters<typeof unmarshall>[0];
  readonly ExpressionAttributeValues?: Parameters<typeof unmarshall>[0];
}

/**
 * Answers of Tasks that call DynamoDB without a function, for a machine under test: from the fake that is installed, whose
 * conditions they are held to.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/connect-ddb.html
 */
export const dynamodbTasks = {
  'dynamodb:getItem': async (given: TaskArguments) => {
    const { Item } = await dynamodb.send(new GetCommand({ ...given, Key: unmarshall(given.Key) } as GetCommandInput));
    return { ...(Item && { Item: marshall(Item) }) };
  },
  'dynamodb:updateItem': async (given: TaskArguments) => {
    const input = {
      ...given,
      Key: unmarshall(given.Key),
      ...(given.ExpressionAttributeValues && {
        ExpressionAttributeValues: unmarshall(given.ExpressionAttributeValues),
      }),
    } as UpdateCommandInput;
    try {
      const { Attributes } = await dynamodb.send(new UpdateCommand(input));
      return { ...(Attributes && { Attributes: marshall(Attributes) }) };
    } catch (error) {
      if (!isAwsError(error, 'ConditionalCheckFailedException')) throw error;
      throw Object.assign(new Error(String(error)), { name: 'DynamoDB.ConditionalCheckFailedException' });
    }
  },
};
