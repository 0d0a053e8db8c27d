import { beforeEach, describe, expect, test } from '@jest/globals';
import { AwsError } from '../aws/error';
import type { JsonObject, JsonValue } from '../stepfunctions';
import { RecordedServices } from '../testing/recorded-services';
import { taskRequest } from '../testing/task-request';
import { callOptimized, isOptimizedTask } from './optimized-task';

const QUEUE = 'http://127.0.0.1/000000000000/q';

describe('an optimized integration', () => {
  let services: RecordedServices;

  beforeEach(() => {
    services = new RecordedServices();
  });

  const call = (resource: string, args: JsonValue) => callOptimized(taskRequest(resource, args), services.parts);

  test.each<[string, string | undefined, boolean]>([
    ['dynamodb:putItem', undefined, true],
    ['dynamodb:putItem', 'waitForTaskToken', false],
    ['dynamodb:query', undefined, false],
    ['sqs:sendMessage', 'waitForTaskToken', true],
    ['ecs:runTask', undefined, false],
  ])('%s with %s: %s', (resource, pattern, supported) => {
    expect(isOptimizedTask(resource, pattern)).toBe(supported);
  });

  test('has the members of the answer and the metadata in order', async () => {
    services.answers.push({ body: '{"Item":{"b":{"S":"x"},"a":{"N":"1"}}}', headers: { 'x-amzn-requestid': 'id' } });
    const outcome = await call('dynamodb:getItem', { TableName: 't', Key: { id: { S: '1' } } });
    const output = ('output' in outcome ? outcome.output : {}) as JsonObject;
    expect(Object.keys(output)).toEqual(['Item', 'SdkHttpMetadata', 'SdkResponseMetadata']);
    expect(Object.keys(output.Item as object)).toEqual(['b', 'a']);
    expect(output.SdkHttpMetadata).toMatchObject({ HttpHeaders: { Server: 'Server', 'x-amzn-RequestId': 'id' } });
    expect(services.requests).toMatchObject([
      {
        service: 'dynamodb',
        headers: { 'x-amz-target': 'DynamoDB_20120810.GetItem' },
        body: '{"TableName":"t","Key":{"id":{"S":"1"}}}',
        credentials: { accessKeyId: 'arn:aws:iam::000000000000:role/machine' },
      },
    ]);
  });

  test('sends an object as message as its JSON, and attributes in the form of the protocol', async () => {
    services.answers.push(
      { body: '{"MD5OfMessageBody":"m","MessageId":"i"}' },
      { body: '<PublishResponse><PublishResult><MessageId>n</MessageId></PublishResult></PublishResponse>' },
    );
    const attributes = { kind: { DataType: 'String', StringValue: 'x' } };
    expect(await call('sqs:sendMessage', { QueueUrl: QUEUE, MessageBody: { a: 1 } })).toMatchObject({
      output: { MD5OfMessageBody: 'm', MessageId: 'i' },
    });
    const published = await call('sns:publish', { TopicArn: 't', Message: { a: 1 }, MessageAttributes: attributes });
    expect(published).toMatchObject({ output: { MessageId: 'n' } });
    expect(services.requests[0]?.body).toBe(`{"QueueUrl":"${QUEUE}","MessageBody":"{\\"a\\":1}"}`);
    expect(Object.fromEntries(new URLSearchParams(String(services.requests[1]?.body)))).toEqual({
      Action: 'Publish',
      Version: '2010-03-31',
      TopicArn: 't',
      Message: '{"a":1}',
      'MessageAttributes.entry.1.Name': 'kind',
      'MessageAttributes.entry.1.Value.DataType': 'String',
      'MessageAttributes.entry.1.Value.StringValue': 'x',
    });
  });

  describe("hands on the execution's trace:", () => {
    const traced = (resource: string, args: JsonValue) =>
      callOptimized(taskRequest(resource, args, { traceHeader: 'Root=1-2-3' }), services.parts);
    const attribute = (StringValue: string) => ({ AWSTraceHeader: { DataType: 'String', StringValue } });

    test('to SQS with the message', async () => {
      services.answers.push({ body: '{"MessageId":"i"}' });
      const args = { QueueUrl: QUEUE, MessageBody: 'm' };
      await traced('sqs:sendMessage', args);
      expect(JSON.parse(String(services.requests[0]?.body))).toEqual({
        ...args,
        MessageSystemAttributes: attribute('Root=1-2-3'),
      });
      expect(args).toEqual({ QueueUrl: QUEUE, MessageBody: 'm' });
    });

    test('to SQS unless the Task gives another one', async () => {
      services.answers.push({ body: '{"MessageId":"i"}' });
      const args = { QueueUrl: QUEUE, MessageBody: 'm', MessageSystemAttributes: attribute('Root=own') };
      await traced('sqs:sendMessage', args);
      expect(JSON.parse(String(services.requests[0]?.body))).toEqual(args);
    });

    test('to SNS with the request', async () => {
      services.answers.push({ body: '<PublishResponse><PublishResult/></PublishResponse>' });
      await traced('sns:publish', { TopicArn: 't', Message: 'm' });
      expect(services.requests[0]?.headers).toMatchObject({
        'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
        'x-amzn-trace-id': 'Root=1-2-3',
      });
    });
  });

  test.each<[string, JsonObject, AwsError, string, string]>([
    [
      'dynamodb:putItem',
      { TableName: 't', Item: {} },
      new AwsError('ResourceNotFoundException', 'Requested resource not found', 400, 'id'),
      'DynamoDB.ResourceNotFoundException',
      'Requested resource not found (Service: AmazonDynamoDBv2; Status Code: 400; Error Code: ResourceNotFoundException; Request ID: id; Proxy: null)',
    ],
    [
      'dynamodb:putItem',
      { TableName: '/', Item: {} },
      new AwsError('ValidationException', 'no', 400, 'id'),
      'DynamoDB.AmazonDynamoDBException',
      'no (Service: AmazonDynamoDBv2; Status Code: 400; Error Code: ValidationException; Request ID: id; Proxy: null)',
    ],
    [
      'sns:publish',
      { TopicArn: 't', Message: 'm' },
      new AwsError('NotFound', 'Topic does not exist', 404, 'id'),
      'SNS.NotFoundException',
      'Topic does not exist (Service: AmazonSNS; Status Code: 404; Error Code: NotFound; Request ID: id; Proxy: null)',
    ],
    [
      'sns:publish',
      { TopicArn: 't', Message: '' },
      new AwsError('InvalidParameterException', 'Invalid parameter: Empty message', 400, 'id'),
      'SNS.InvalidParameterException',
      'Invalid parameter: Empty message (Service: AmazonSNS; Status Code: 400; Error Code: InvalidParameter; Request ID: id; Proxy: null)',
    ],
  ])('%s fails with the names that AWS gives', async (resource, args, refusal, error, cause) => {
    services.answers.push(refusal);
    expect(await call(resource, args)).toEqual({ error, cause });
  });

  test.each<[string, JsonObject, string, string]>([
    [
      'dynamodb:putItem',
      { TableName: 't', Item: null },
      'DynamoDB.AmazonDynamoDBException',
      "1 validation error detected: Value null at 'item' failed to satisfy constraint: Member must not be null (Service: AmazonDynamoDBv2;",
    ],
    [
      'sqs:sendMessage',
      { QueueUrl: QUEUE, MessageBody: null },
      'SQS.AmazonSQSException',
      'The request must contain the parameter MessageBody. (Service: AmazonSQS; Status Code: 400; Error Code: MissingParameter;',
    ],
    [
      'sqs:sendMessage',
      { QueueUrl: 'no-such-queue', MessageBody: 'm' },
      'SQS.SdkClientException',
      'Unable to execute HTTP request: no-such-queue: Name or service not known',
    ],
    [
      'sqs:sendMessage',
      { QueueUrl: 'http://no-such-host.invalid/queue', MessageBody: 'm' },
      'SQS.SdkClientException',
      'Unable to execute HTTP request: no-such-host.invalid: Name or service not known',
    ],
  ])('%s with %j fails before anything is sent', async (resource, args, error, cause) => {
    expect(await call(resource, args)).toMatchObject({ error, cause: expect.stringContaining(cause) });
    expect(services.requests).toEqual([]);
  });
});
