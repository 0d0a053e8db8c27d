import { describe, expect, test } from '@jest/globals';
import { keyFor } from '../fakes/commands';
import {
  attemptOf,
  commandLogKeys,
  executionName,
  MAX_VERSION,
  openPartition,
  openPartitions,
  parseVersionKey,
  versionKey,
} from './keys';

const key = { pk: 'TENANT#tenant1', sk: 'ORDER#order123', version: 7 };

describe('row keys', () => {
  test('versions sort as their keys do', () => {
    expect(versionKey('ORDER#1', 9) < versionKey('ORDER#1', 10)).toBe(true);
    expect(versionKey('ORDER#1', 7)).toBe('ORDER#1@0000000007');
  });

  test('the version is what follows the last @', () => {
    expect(parseVersionKey('ORDER#a@b@0000000012')).toEqual({ sk: 'ORDER#a@b', version: 12 });
  });

  test.each(['ORDER#1', 'ORDER#1@', 'ORDER#1@12', '@0000000001', 'ORDER#1@0000000000', 'ORDER#1@000000000x'])(
    '%s is no version',
    (sk) => expect(parseVersionKey(sk)).toBeUndefined(),
  );
});

describe('execution names', () => {
  test('follow from the key alone, in characters and length that Step Functions allows', () => {
    const longest = { pk: 'P'.repeat(2000), sk: '日本 %@/', version: MAX_VERSION };
    expect(executionName(key, 1)).toBe(executionName({ ...key }, 1));
    expect(executionName(longest, 1_000_000)).toMatch(/^[0-9A-Za-z_-]{1,80}$/);
  });

  test('differ where keys run together, and by version and attempt', () => {
    const names = [
      executionName({ pk: 'AB', sk: 'C', version: 1 }, 1),
      executionName({ pk: 'A', sk: 'BC', version: 1 }, 1),
      executionName({ pk: 'A', sk: 'B@C', version: 1 }, 1),
      executionName(key, 1),
      executionName(key, 2),
      executionName({ ...key, version: 8 }, 1),
    ];
    expect(new Set(names).size).toBe(names.length);
  });

  test('tell their attempt, and only of their own command', () => {
    expect(attemptOf(key, executionName(key, 1))).toBe(1);
    expect(attemptOf(key, executionName(key, 12))).toBe(12);
    expect(attemptOf(key, executionName({ ...key, version: 71 }, 1))).toBeUndefined();
    expect(attemptOf(key, 'by-hand')).toBeUndefined();
  });
});

test('log lines of a command can be searched by entity, version, tenant and request, and hold nothing else of it', () => {
  expect(commandLogKeys(keyFor(7))).toEqual({
    entity: 'TENANT#tenant1 ORDER#order123',
    version: 7,
    tenant: 'tenant1',
    request: 'request-1',
  });
});

test('a row belongs to one of the partitions that the reconciler reads', () => {
  const used = new Set(Array.from({ length: 200 }, (_, i) => openPartition('TENANT#t', versionKey(`ORDER#${i}`, 1))));
  expect([...used].sort()).toEqual([...openPartitions]);
});
