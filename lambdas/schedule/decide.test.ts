import '../fakes/environment';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { FakeDynamoDB } from '../fakes/dynamodb';
import { awsError } from '../fakes/step-functions';
import { dynamodb } from '../platform/dynamodb';
import { type Decision, decide, scheduleKey } from './decide';

const order = { tenantCode: 'tenant1', orderId: 'order-1' };

let db: FakeDynamoDB;
beforeEach(() => {
  db = new FakeDynamoDB().install();
});
const store = (row: object) => db.put('schedules', { ...scheduleKey(order), ...row });
const stored = () => db.row('schedules', 'TENANT#tenant1', 'ORDER#order-1');
const deciding = (decision: Decision, by = 'user1') => decide(dynamodb, 'schedules', order, decision, by);

describe('a decision', () => {
  test.each([
    ['pending', 'approved'],
    ['pending', 'rejected'],
    ['approved', 'rejected'],
  ] as const)('on an order that is %s makes it %s, and says by whom', async (approval, decision) => {
    store({ approval, requestId: 'request-1' });
    await deciding(decision);
    const at = expect.stringMatching(/^\d{4}-\d\d-\d\dT/);
    expect(stored()).toMatchObject({ approval: decision, decidedBy: 'user1', decidedAt: at, requestId: 'request-1' });
  });

  test.each(['approved', 'rejected'] as const)('that is %s already succeeds, and changes nothing', async (decision) => {
    store({ approval: 'pending' });
    await deciding(decision);
    const before = stored();
    await deciding(decision, 'user2');
    expect(stored()).toEqual(before);
  });

  test.each([
    ['rejected', 'approved'],
    ['expired', 'approved'],
    ['expired', 'rejected'],
  ] as const)('on an order that is %s can’t make it %s', async (approval, decision) => {
    store({ approval });
    await expect(deciding(decision)).rejects.toMatchObject({
      name: 'DecisionRefused',
      message: `order order-1 of tenant tenant1 can't be ${decision}: it is ${approval}, and that is final. Schedule it anew under another orderId.`,
    });
    expect(stored()).toEqual({ ...scheduleKey(order), approval });
  });

  test('on an order that was processed comes too late', async () => {
    store({ approval: 'approved', processedAt: '2026-01-01T00:00:00.000Z' });
    await expect(deciding('rejected')).rejects.toThrow('it was processed at 2026-01-01T00:00:00.000Z.');
    expect(stored()).toMatchObject({ approval: 'approved' });
  });

  test('on an order that nobody asked to approve is refused, and makes no row', async () => {
    await expect(deciding('approved')).rejects.toThrow('Start the workflow "schedule" for it first.');
    expect(stored()).toBeUndefined();
  });

  test('that DynamoDB throttles is not made', async () => {
    store({ approval: 'pending' });
    db.before = () => {
      throw awsError('ThrottlingException');
    };
    await expect(deciding('approved')).rejects.toThrow('ThrottlingException');
  });
});
