import './fakes/environment';
import { beforeEach, describe, expect, test } from '@jest/globals';
import type { AttributeValue, DynamoDBRecord, SQSRecord } from 'aws-lambda';
import { FakeDynamoDB } from '../fakes/dynamodb';
import { awsError, FakeQueue, FakeStepFunctions } from '../fakes/step-functions';
import {
  ACTION_QUEUE_URL,
  DISTRIBUTED_STATE_MACHINE_ARN,
  NOTIFICATION_QUEUE_URL,
  REJECTED_QUEUE_URL,
  STATE_MACHINE_ARN,
} from './fakes/environment';
import { STARTED_AT, storedTask, storeTask, taskFor } from './fakes/tasks';
import { executionName, taskRowKey } from './keys';
import { handler as start } from './start';
import { handler as trigger } from './trigger';

let db: FakeDynamoDB;
let sfn: FakeStepFunctions;
let queues: FakeQueue;
beforeEach(() => {
  db = new FakeDynamoDB().install();
  sfn = new FakeStepFunctions().install();
  queues = new FakeQueue().install();
});

type Image = Record<string, AttributeValue>;
function image(status: string, overrides: Record<string, AttributeValue | undefined> = {}): Image {
  const task = taskFor();
  const { pk, sk } = taskRowKey(task);
  const all = {
    pk: { S: pk },
    sk: { S: sk },
    tenantCode: { S: task.tenantCode },
    taskId: { S: task.taskId },
    taskType: { S: task.taskType },
    itemCount: { N: '3' },
    timeoutSeconds: { N: '900' },
    requestId: { S: task.requestId },
    status: { S: status },
    changedAt: { S: STARTED_AT },
    ...overrides,
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as Image;
}

function record(eventName: 'INSERT' | 'MODIFY' | 'REMOVE', NewImage: Image, OldImage?: Image): DynamoDBRecord {
  const keys = { ...(NewImage.pk && { pk: NewImage.pk }), ...(NewImage.sk && { sk: NewImage.sk }) };
  return {
    eventID: 'event-1',
    eventName,
    dynamodb: { SequenceNumber: 'sequence-1', Keys: keys, NewImage, ...(OldImage && { OldImage }) },
  };
}
const deliver = (...records: DynamoDBRecord[]) => trigger({ Records: records });
const notified = () => queues.in(NOTIFICATION_QUEUE_URL) as { receiver: string; deliveryId: string; body: string }[];

describe('a new task', () => {
  test('is handed to the action queue, as a key without its items, and told to every receiver', async () => {
    expect(await deliver(record('INSERT', image('created')))).toEqual({ batchItemFailures: [] });
    expect(queues.in(ACTION_QUEUE_URL)).toEqual([taskFor()]);
    expect(notified()).toHaveLength(2);
    expect(JSON.parse(notified()[0]?.body ?? '')).toEqual({
      event: 'task.status',
      tenantCode: 'tenant1',
      taskId: 'task-1',
      taskType: 'address-label',
      requestId: 'request-1',
      status: 'created',
      at: STARTED_AT,
      itemCount: 3,
    });
  });

  test('is delivered again when a queue does not take it', async () => {
    queues.fail = awsError('ServiceUnavailable');
    expect(await deliver(record('INSERT', image('created')))).toEqual({
      batchItemFailures: [{ itemIdentifier: 'sequence-1' }],
    });
  });
});

describe('a changed task', () => {
  test('with a new status is told, with its counts and failure, and starts nothing', async () => {
    const failure = { M: { error: { S: 'Stopped' }, cause: { S: 'role/secret' }, at: { S: STARTED_AT } } };
    const after = image('failed', { succeeded: { N: '1' }, failed: { N: '2' }, failure });
    await deliver(record('MODIFY', after, image('processing')));
    expect(queues.in(ACTION_QUEUE_URL)).toEqual([]);
    expect(JSON.parse(notified()[0]?.body ?? '')).toMatchObject({
      status: 'failed',
      succeeded: 1,
      failed: 2,
      failure: { error: 'Stopped' },
    });
    expect(notified()[0]?.body).not.toContain('secret');
  });

  test('each status of a task has a delivery id of its own for each receiver, the same every time', async () => {
    const started = record('MODIFY', image('started'), image('created'));
    await deliver(started);
    await deliver(record('MODIFY', image('finished'), image('started')));
    await deliver(started);
    const ids = notified().map(({ deliveryId }) => deliveryId);
    expect(new Set(ids).size).toBe(4);
    expect(ids.slice(4)).toEqual(ids.slice(0, 2));
  });

  test('without a new status, or removed, is told to nobody', async () => {
    await deliver(record('MODIFY', image('started'), image('started')), record('REMOVE', {}, image('finished')));
    expect(queues.sent).toEqual([]);
  });
});

describe('a record that can’t be read', () => {
  test.each<[string, Record<string, AttributeValue | undefined>, RegExp]>([
    ['lacks the count', { itemCount: undefined }, /itemCount/],
    ['has too many items', { itemCount: { N: '10001' } }, /itemCount/],
    ['has an unknown status', { status: { S: 'paused' } }, /status/],
    ['stands under another key', { sk: { S: 'TASK#other' } }, /key is not/],
  ])('since it %s is kept with its reason and counts as done', async (_, overrides, reason) => {
    expect(await deliver(record('INSERT', image('created', overrides)))).toEqual({ batchItemFailures: [] });
    expect(queues.in(REJECTED_QUEUE_URL)).toMatchObject([{ reason: expect.stringMatching(reason) }]);
    expect(queues.in(ACTION_QUEUE_URL)).toEqual([]);
  });
});

test('no message holds a receiver’s URL', async () => {
  await deliver(record('INSERT', image('created')));
  for (const message of queues.messages) expect(message).not.toMatch(/example|secret|token/);
});

describe('a message of the action queue', () => {
  const message = (body: string, messageId = 'message-1') => ({ body, messageId }) as SQSRecord;
  const receive = (...Records: SQSRecord[]) => start({ Records });

  test('starts one execution, named and fed from the task, and raises the task to started', async () => {
    storeTask(db, { status: 'created', startedAt: undefined });
    expect(await receive(message(JSON.stringify(taskFor())))).toEqual({ batchItemFailures: [] });
    expect(sfn.of('StartExecution')).toEqual([
      { stateMachineArn: STATE_MACHINE_ARN, name: executionName(taskFor()), input: JSON.stringify(taskFor()) },
    ]);
    expect(storedTask(db)).toMatchObject({ status: 'started', startedAt: expect.any(String) });
  });

  test('received again has no second effect', async () => {
    storeTask(db, { status: 'processing' });
    await receive(message(JSON.stringify(taskFor())));
    const before = storedTask(db);
    expect(await receive(message(JSON.stringify(taskFor())))).toEqual({ batchItemFailures: [] });
    expect(sfn.executions.size).toBe(1);
    expect(storedTask(db)).toEqual(before);
  });

  test.each([
    [3, STATE_MACHINE_ARN],
    [4, DISTRIBUTED_STATE_MACHINE_ARN],
  ])('with %d items, where 3 fit into one history, goes to the right machine', async (itemCount, stateMachineArn) => {
    await receive(message(JSON.stringify(taskFor({ itemCount }))));
    expect(sfn.of('StartExecution')).toMatchObject([{ stateMachineArn }]);
  });

  test('that fails comes again alone', async () => {
    sfn.before = ({ input }) => {
      if (input.input.includes('task-2')) throw awsError('ThrottlingException');
    };
    const answer = await receive(
      message(JSON.stringify(taskFor({ taskId: 'task-1' })), 'one'),
      message(JSON.stringify(taskFor({ taskId: 'task-2' })), 'two'),
      message('no json', 'three'),
    );
    expect(answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier).sort()).toEqual(['three', 'two']);
    expect(sfn.executions.size).toBe(1);
  });

  test('names of tasks can’t be confused: tenants and ids are kept apart', () => {
    const names = [taskFor(), taskFor({ tenantCode: 'tenant', taskId: '1task-1' }), taskFor({ taskId: 'task-2' })];
    expect(new Set(names.map(executionName)).size).toBe(3);
    for (const name of names) expect(executionName(name)).toMatch(/^[\w-]{43}$/);
  });
});
