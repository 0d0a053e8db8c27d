import './fakes/environment';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { FakeDynamoDB } from '../fakes/dynamodb';
import { awsError } from '../fakes/step-functions';
import { dynamodb } from '../platform/dynamodb';
import { address } from './fakes/tasks';
import { TaskPublisher, type TaskSubmission } from './publisher';
import { ITEM_LIMIT_BYTES } from './submission';

const publisher = new TaskPublisher(dynamodb, { table: 'tasks', retentionDays: 30 });
let db: FakeDynamoDB;
beforeEach(() => {
  db = new FakeDynamoDB().install();
});

type Label = TaskSubmission<'address-label'>;
const items = (count: number) => Array.from({ length: count }, () => address()) as unknown as Label['items'];
function submission(count: number, overrides: Partial<Label> = {}): Label {
  return {
    taskType: 'address-label',
    tenantCode: 'tenant1',
    items: items(count),
    context: { userId: 'user1', tenantCode: 'tenant1', requestId: 'request-1' },
    taskId: 'task-1',
    ...overrides,
  };
}
const row = (pk: string, sk: string) => db.row('tasks', pk, sk);
const PARTS = 'TENANT#tenant1#TASK#task-1';
const writes = () => db.operations().filter((operation) => operation !== 'Get');

describe('a task', () => {
  test('is stored items first; its own row, with who asked, is the last to come', async () => {
    expect(await publisher.publish(submission(2))).toEqual({ tenantCode: 'tenant1', taskId: 'task-1' });
    expect(db.operations()).toEqual(['Update', 'BatchWrite', 'Put']);
    expect(row('TENANT#tenant1', 'TASK#task-1')).toEqual({
      pk: 'TENANT#tenant1',
      sk: 'TASK#task-1',
      tenantCode: 'tenant1',
      taskId: 'task-1',
      taskType: 'address-label',
      itemCount: 2,
      timeoutSeconds: 900,
      requestId: 'request-1',
      context: { userId: 'user1', tenantCode: 'tenant1', requestId: 'request-1' },
      status: 'created',
      createdAt: expect.any(String),
      changedAt: expect.any(String),
      ttl: expect.any(Number),
    });
    expect(row(PARTS, 'ITEM#00002')).toMatchObject({ content: address(), ttl: expect.any(Number) });
    expect(row(PARTS, 'PROGRESS')).toMatchObject({ succeeded: 0, failed: 0, timedOut: 0, ttl: expect.any(Number) });
    const inDays = (Number(row(PARTS, 'ITEM#00001')?.ttl) - Date.now() / 1000) / 86_400;
    expect(inDays).toBeCloseTo(30, 2);
  });

  test('without a name gets one', async () => {
    const { taskId: _, ...unnamed } = submission(1);
    const { taskId } = await publisher.publish(unnamed);
    expect(taskId).toMatch(/^[0-9a-f-]{36}$/);
    expect(row('TENANT#tenant1', `TASK#${taskId}`)?.status).toBe('created');
  });

  test('of 10,000 items is written 25 at a time, every item in its place', async () => {
    await publisher.publish(submission(10_000));
    expect(writes().filter((operation) => operation === 'BatchWrite')).toHaveLength(400);
    expect(row(PARTS, 'ITEM#10000')).toBeDefined();
    expect(db.rows('tasks')).toHaveLength(10_002);
  });

  test('whose items DynamoDB leaves unwritten is completed, or is not started', async () => {
    db.unprocessed = ['tasks'];
    db.after = ({ operation }) => {
      if (operation === 'BatchWrite' && db.calls.length === 2) db.unprocessed = [];
    };
    await publisher.publish(submission(2));
    expect(db.operations()).toEqual(['Update', 'BatchWrite', 'BatchWrite', 'Put']);
  });
});

describe('a repeat', () => {
  test('with the same content succeeds and writes no item again', async () => {
    await publisher.publish(submission(2));
    db.calls.length = 0;
    await publisher.publish(submission(2, { context: { userId: 'user1', tenantCode: 'tenant1', requestId: 'again' } }));
    expect(writes()).toEqual(['Update']);
    expect(row('TENANT#tenant1', 'TASK#task-1')?.requestId).toBe('request-1');
  });

  test('after a crash between items and row completes the task', async () => {
    db.before = ({ operation }) => {
      if (operation === 'Put') throw awsError('InternalServerError');
    };
    await expect(publisher.publish(submission(2))).rejects.toMatchObject({ name: 'InternalServerError' });
    db.before = () => undefined;
    await publisher.publish(submission(2));
    expect(row('TENANT#tenant1', 'TASK#task-1')?.status).toBe('created');
  });

  test('at the same time makes one task', async () => {
    await Promise.all([publisher.publish(submission(2)), publisher.publish(submission(2))]);
    expect(db.rows('tasks')).toHaveLength(4);
  });

  test.each([
    ['other items', { items: [address({ city: 'Osaka' }), address()] as unknown as Label['items'] }],
    ['fewer items', { items: items(1) }],
  ])('with %s is refused, and the task stays as it is', async (_, overrides) => {
    await publisher.publish(submission(2));
    const before = db.rows('tasks');
    await expect(publisher.publish(submission(2, overrides))).rejects.toMatchObject({
      name: 'TaskConflict',
      message: expect.stringContaining('task task-1 of tenant tenant1'),
    });
    expect(db.rows('tasks')).toEqual(before);
  });
});

describe('refusing', () => {
  test.each<[string, Partial<Label>, string, RegExp]>([
    ['no items', { items: [] }, 'InvalidTask', /items: .*at least one/],
    ['10,001 items', { items: items(10_001) }, 'InvalidTask', /items: .*at most 10000/],
    [
      'a type nobody knows',
      { taskType: 'ship' as 'address-label' },
      'UnknownTaskType',
      /"ship".*address-label, price-check/,
    ],
    ['another tenant', { tenantCode: 'tenant2' }, 'InvalidTask', /must be the caller's own, "tenant1"/],
    ['a # in the tenant', { tenantCode: 'a#b' }, 'InvalidTask', /tenantCode: .*without #/],
    ['a name that is none', { taskId: 'a b' }, 'InvalidTask', /taskId: /],
    [
      'an item that does not fit',
      { items: [address(), { iata: 1 }] as unknown as Label['items'] },
      'ValidationFailed',
      /item 2: iata/,
    ],
    [
      'many items that do not fit',
      { items: Array.from({ length: 30 }, () => ({})) as unknown as Label['items'] },
      'ValidationFailed',
      /item 10: .*; and 20 items more$/,
    ],
  ])('%s', async (_, overrides, name, message) => {
    await expect(publisher.publish(submission(1, overrides))).rejects.toMatchObject({
      name,
      message: expect.stringMatching(message),
    });
    expect(db.calls).toEqual([]);
  });

  test('an item over the limit names its number, size and the limit; one at the limit is stored', async () => {
    const rest = Buffer.byteLength(JSON.stringify(address({ name: '' })));
    const sized = (bytes: number) => ({
      items: [address(), address({ name: 'x'.repeat(bytes - rest) })] as unknown as Label['items'],
    });
    await expect(publisher.publish(submission(1, sized(ITEM_LIMIT_BYTES + 1)))).rejects.toMatchObject({
      name: 'InvalidTask',
      message: expect.stringContaining('item 2 takes 102401 bytes as JSON; the limit is 102400'),
    });
    await publisher.publish(submission(1, sized(ITEM_LIMIT_BYTES)));
    expect(row(PARTS, 'ITEM#00002')).toBeDefined();
  });
});
