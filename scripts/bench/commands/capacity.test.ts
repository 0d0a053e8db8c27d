import type { Item } from '@blueprint/test/chaos/aws/item';
import { describe, expect, test } from '@jest/globals';
import { indexWriteUnits, readUnits, writeUnits } from './capacity';

/** An item of exactly so many bytes. */
const item = (bytes: number): Item => ({ a: { S: 'x'.repeat(bytes - 1) } });

describe('read units', () => {
  test('count each 4 KB begun, half when eventual consistency will do', () => {
    expect([1, 4096, 4097, 8193].map((bytes) => readUnits(item(bytes), true))).toEqual([1, 1, 2, 3]);
    expect(readUnits(item(4097), false)).toBe(1);
  });

  test('are due for what is not there', () => {
    expect(readUnits(undefined, true)).toBe(1);
    expect(readUnits(undefined, false)).toBe(0.5);
  });
});

describe('write units', () => {
  test('count each KB begun of the larger image', () => {
    expect(writeUnits(undefined, item(1024))).toBe(1);
    expect(writeUnits(item(1025), item(10))).toBe(2);
    expect(writeUnits(item(10), item(2049))).toBe(3);
  });
});

describe('write units of an index', () => {
  const index = { keys: ['open', 'acceptedAt'], tableKeys: ['pk', 'sk'] };
  const closed: Item = { pk: { S: 'p' }, sk: { S: 's' }, acceptedAt: { S: 'now' }, status: { S: 'applied' } };
  const open: Item = { ...closed, open: { S: 'OPEN#1' }, status: { S: 'accepted' } };

  test('are due when an item enters it and when it leaves', () => {
    expect(indexWriteUnits(index, undefined, open)).toBe(1);
    expect(indexWriteUnits(index, open, closed)).toBe(1);
  });

  test('are due twice when its key changes', () => {
    expect(indexWriteUnits(index, open, { ...open, open: { S: 'OPEN#2' } })).toBe(2);
  });

  test('are not due for what it does not hold', () => {
    expect(indexWriteUnits(index, undefined, closed)).toBe(0);
    expect(indexWriteUnits(index, open, { status: { S: 'failed' }, ...open, ttl: { N: '1' } })).toBe(0);
  });
});
