import './fakes/environment';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { FakeDynamoDB } from '../fakes/dynamodb';
import { dynamodb } from '../platform/dynamodb';
import { address, itemFor, progressRow, STARTED_AT, storeTask, taskEvent, taskFor } from './fakes/tasks';
import { handler as iterate } from './iterator';
import { TaskReader } from './reader';

const reader = new TaskReader(dynamodb, 'tasks');
let db: FakeDynamoDB;
beforeEach(() => {
  db = new FakeDynamoDB().install();
});

async function runAll(count: number, isBad: (item: number) => boolean): Promise<void> {
  const contents = Array.from({ length: count }, (_, index) => address(isBad(index + 1) ? { city: '' } : {}));
  storeTask(db, { itemCount: count }, contents);
  const startedAt = new Date().toISOString();
  for (let item = 1; item <= count; item++) await iterate(taskEvent(itemFor(item, { startedAt }), 'iterator'));
}

describe('a task', () => {
  test('is read with its counts, its progress and its times', async () => {
    storeTask(db, { itemCount: 4, status: 'processing' });
    db.put('tasks', progressRow({ succeeded: 2, failed: 1 }));
    expect(await reader.get(taskFor())).toMatchObject({
      tenantCode: 'tenant1',
      taskId: 'task-1',
      taskType: 'address-label',
      status: 'processing',
      counts: { total: 4, succeeded: 2, failed: 1, timedOut: 0, pending: 1 },
      progress: 0.75,
      createdAt: STARTED_AT,
      startedAt: STARTED_AT,
      endedAt: undefined,
      failure: undefined,
    });
  });

  test('that is not there is undefined', async () => {
    expect(await reader.get(taskFor())).toBeUndefined();
  });
});

describe('the error report', () => {
  test('names each failed item with error and cause, page by page', async () => {
    await runAll(7, (item) => item % 2 === 1);
    const first = await reader.failedItems(taskFor(), 1, 3);
    expect(first).toEqual({
      entries: [1, 3, 5].map((item) => ({
        item,
        error: 'AddressIncomplete',
        cause: 'HND Haneda has no city',
        at: expect.any(String),
      })),
      next: 7,
    });
    const second = await reader.failedItems(taskFor(), first.next, 3);
    expect(second.entries.map(({ item }) => item)).toEqual([7]);
    expect(second.next).toBeUndefined();
  });

  test('is empty when nothing failed', async () => {
    await runAll(2, () => false);
    expect(await reader.failedItems(taskFor())).toEqual({ entries: [], next: undefined });
  });

  test('outcomes show the results too', async () => {
    await runAll(3, (item) => item === 2);
    const { entries } = await reader.outcomes(taskFor());
    expect(entries).toMatchObject([
      { item: 1, status: 'succeeded', result: { lines: ['Haneda', 'Tokyo', 'JAPAN'] } },
      { item: 2, status: 'failed', error: 'AddressIncomplete' },
      { item: 3, status: 'succeeded' },
    ]);
  });
});
