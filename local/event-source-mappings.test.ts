import { expect, jest, test } from '@jest/globals';
import { COLLECTOR } from './testing/collector';
import { eventually } from './testing/eventually';
import { RunningAws } from './testing/running-aws';

jest.setTimeout(60_000);

const running = new RunningAws();

test('a stream reaches its function; what fails for good is told to the destination', async () => {
  await running.account.json('dynamodb', 'CreateTable', {
    TableName: 'commands',
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' },
  });
  const { Table } = await running.account.json('dynamodb', 'DescribeTable', { TableName: 'commands' });
  const stream = String((Table as { LatestStreamArn?: string }).LatestStreamArn);
  const { QueueUrl } = await running.account.json('sqs', 'CreateQueue', { QueueName: 'failures' });
  const failures = running.account.arn('sqs', 'failures');
  await running.account.fn('reader', COLLECTOR, {});
  const settings = {
    EventSourceArn: stream,
    StartingPosition: 'TRIM_HORIZON',
    FilterCriteria: { Filters: [{ Pattern: '{"eventName":["INSERT"]}' }] },
    FunctionResponseTypes: ['ReportBatchItemFailures'],
    BisectBatchOnFunctionError: true,
    MaximumRetryAttempts: 0,
    DestinationConfig: { OnFailure: { Destination: failures } },
  };
  const request = { ...settings, FunctionName: 'reader' };
  await expect(running.account.lambda('POST', '/2015-03-31/event-source-mappings', request)).rejects.toMatchObject({
    code: 'InvalidParameterValueException',
    message: expect.stringContaining('Please ensure the role can perform the GetRecords'),
  });
  const read = ['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'].map((name) => `dynamodb:${name}`);
  await running.account.grant(
    'reader',
    [read, [stream]],
    [['sqs:SendMessage'], [failures]],
    [['logs:*'], [running.account.arn('logs', 'log-group:/aws/lambda/reader:*')]],
  );
  const created = await running.account.lambda('POST', '/2015-03-31/event-source-mappings', request);
  expect(created).toMatchObject({ State: 'Creating', BatchSize: 100, MaximumRetryAttempts: 0 });
  const path = `/2015-03-31/event-source-mappings/${created.UUID}`;
  expect(await running.account.lambda('GET', path)).toMatchObject({ ...settings, State: 'Enabled' });

  const put = (pk: string) =>
    running.account.json('dynamodb', 'PutItem', { TableName: 'commands', Item: { pk: { S: pk } } });
  for (const pk of ['one', 'poison', 'two']) await put(pk);
  const record = await running.account.logOf('reader', '{"S":"two"}');
  expect(record).toContain('eventSourceARN');
  const message = await eventually('the record of the poison', async () => {
    const { Messages } = await running.account.json('sqs', 'ReceiveMessage', { QueueUrl });
    return Array.isArray(Messages) ? JSON.stringify(Messages[0]) : undefined;
  });
  expect(message).toContain('RetryAttemptsExhausted');
  expect(await running.account.lambda('DELETE', path)).toMatchObject({ State: 'Deleting' });
  await expect(running.account.lambda('GET', path)).rejects.toMatchObject({ code: 'ResourceNotFoundException' });
});

test('a queue reaches its function, and is emptied', async () => {
  const { QueueUrl } = await running.account.json('sqs', 'CreateQueue', { QueueName: 'work' });
  const queue = running.account.arn('sqs', 'work');
  const read = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'];
  await running.account.fn('queue-reader', COLLECTOR, {}, [read, [queue]]);
  await running.account.lambda('POST', '/2015-03-31/event-source-mappings', {
    EventSourceArn: queue,
    FunctionName: 'queue-reader',
  });
  await running.account.json('sqs', 'SendMessage', { QueueUrl, MessageBody: 'work to do' });
  expect(await running.account.logOf('queue-reader', 'work to do')).toContain('aws:sqs');
  await eventually('an empty queue', async () => {
    const AttributeNames = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'];
    const { Attributes } = await running.account.json('sqs', 'GetQueueAttributes', { QueueUrl, AttributeNames });
    return Object.values(Attributes ?? {}).every((count) => count === '0') ? true : undefined;
  });
});
