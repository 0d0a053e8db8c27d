import { beforeEach, describe, expect, test } from '@jest/globals';
import type { AwsClient } from '../aws/client';
import { AwsError } from '../aws/error';
import { rootCaller } from '../identity/caller';
import type { JsonObject, JsonValue } from '../stepfunctions';
import { callService, isServiceTask } from './service-task';

describe('service tasks', () => {
  let sent: unknown[];
  let answer: JsonObject;
  let refusal: AwsError | undefined;

  beforeEach(() => {
    sent = [];
    answer = {};
    refusal = undefined;
  });

  const send = async (...call: unknown[]) => {
    sent.push(call.slice(0, -1));
    if (refusal) throw refusal;
    return answer;
  };
  const call = (resource: string, args: JsonValue) =>
    callService(
      {
        resource,
        arguments: args,
        roleArn: 'arn:role',
        executionArn: 'arn:execution',
        stateName: 's',
        signal: new AbortController().signal,
      },
      {
        client: {
          json: send,
          query: async (...query: unknown[]) => {
            await send(...query);
            return '<MessageId>m</MessageId>';
          },
        } as unknown as AwsClient,
        sessions: {
          assume: async () => ({
            credentials: { accessKeyId: 'a', secretAccessKey: 's' },
            caller: rootCaller('0'),
            expiresAt: Infinity,
          }),
        },
        putEvents: async (input, credentials) => send('events', input, credentials),
      },
    );

  test.each<[string, string | undefined, boolean]>([
    ['dynamodb:putItem', undefined, true],
    ['dynamodb:putItem', 'waitForTaskToken', false],
    ['sqs:sendMessage', 'waitForTaskToken', true],
    ['aws-sdk:dynamodb:query', undefined, true],
    ['aws-sdk:s3:getObject', undefined, false],
    ['ecs:runTask', undefined, false],
  ])('%s with %s: %s', (resource, pattern, supported) => {
    expect(isServiceTask(resource, pattern)).toBe(supported);
  });

  test('DynamoDB, and its errors by their name', async () => {
    answer = { Attributes: {} };
    expect(await call('dynamodb:updateItem', { TableName: 't' })).toMatchObject({
      output: { Attributes: {}, SdkHttpMetadata: { HttpStatusCode: 200 } },
    });
    expect(sent).toEqual([['dynamodb', 'UpdateItem', { TableName: 't' }]]);
    refusal = new AwsError('ConditionalCheckFailedException', 'The conditional request failed');
    expect(await call('dynamodb:updateItem', { TableName: 't' })).toMatchObject({
      error: 'DynamoDB.ConditionalCheckFailedException',
    });
    expect(await call('aws-sdk:dynamodb:updateItem', {})).toMatchObject({
      error: 'DynamoDb.ConditionalCheckFailedException',
    });
  });

  test('an object as message is sent as its JSON', async () => {
    await call('sqs:sendMessage', { QueueUrl: 'u', MessageBody: { a: 1 } });
    await call('sns:publish', {
      TopicArn: 't',
      Message: { a: 1 },
      MessageAttributes: { kind: { DataType: 'String', StringValue: 'x' } },
    });
    expect(sent).toEqual([
      ['sqs', 'SendMessage', { QueueUrl: 'u', MessageBody: '{"a":1}' }],
      [
        'sns',
        'Publish',
        {
          TopicArn: 't',
          Message: '{"a":1}',
          'MessageAttributes.entry.1.Name': 'kind',
          'MessageAttributes.entry.1.Value.DataType': 'String',
          'MessageAttributes.entry.1.Value.StringValue': 'x',
        },
      ],
    ]);
  });

  test('an event that the bus did not take fails the task', async () => {
    answer = { FailedEntryCount: 1, Entries: [{ ErrorCode: 'x' }] };
    const outcome = await call('events:putEvents', { Entries: [{ Source: 'a', Detail: { b: 1 } }] });
    expect(outcome).toMatchObject({ error: 'EventBridge.FailedEntryException' });
    expect(sent).toEqual([['events', { Entries: [{ Source: 'a', Detail: '{"b":1}' }] }]]);
  });
});
