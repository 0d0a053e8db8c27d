import '../../fakes/environment';
import { beforeEach, expect, test } from '@jest/globals';
import { FakeDynamoDB } from '../../fakes/dynamodb';
import { dynamodb } from '../dynamodb';
import { claimKey } from './idempotency';
import { keyedId, requestKey } from './request-key';

let db: FakeDynamoDB;
beforeEach(() => {
  db = new FakeDynamoDB().install();
});

const id = keyedId('tenant1', 'key-1');
const claim = (content: unknown, more?: Record<string, unknown>) =>
  claimKey(dynamodb, 'commands', { id, content, days: 7, ...(more && { more }) });

test('an id is the same for the same tenant and key, and for no other', () => {
  expect(keyedId('tenant1', 'key-1')).toBe(id);
  expect(id).toMatch(/^[\w-]{43}$/);
  const others = [keyedId('tenant2', 'key-1'), keyedId('tenant1', 'key-2'), keyedId('tenant', '1key-1')];
  expect(new Set([id, ...others]).size).toBe(4);
});

test('a key is remembered for so many days, without what was sent', async () => {
  await claim({ secret: 'sesame' });
  const row = db.row('commands', requestKey(id).pk, requestKey(id).sk);
  expect(row).toEqual({ ...requestKey(id), digest: expect.stringMatching(/^[\w-]{43}$/), ttl: expect.any(Number) });
  expect((Number(row?.ttl) - Date.now() / 1000) / 86_400).toBeCloseTo(7, 2);
});

test('a repeat finds what the first request left, and changes nothing', async () => {
  await claim({ a: 1 }, { createdAt: 'then' });
  const before = db.rows('commands');
  expect(await claim({ a: 1 }, { createdAt: 'now' })).toMatchObject({ createdAt: 'then' });
  expect(db.rows('commands')).toEqual(before);
});

test('other content under the same key is refused', async () => {
  await claim({ a: 1 });
  const before = db.rows('commands');
  await expect(claim({ a: 2 })).rejects.toMatchObject({ type: { name: 'idempotency-conflict', status: 422 } });
  expect(db.rows('commands')).toEqual(before);
});

test('of two requests at once with one key and different content, one is refused', async () => {
  const outcomes = await Promise.allSettled([claim({ a: 1 }), claim({ a: 2 })]);
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
});
