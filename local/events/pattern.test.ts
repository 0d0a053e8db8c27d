import { describe, expect, test } from '@jest/globals';
import { matchesPattern, parsePattern } from './pattern';

const event = {
  source: 'aws.states',
  account: '000000000000',
  resources: ['arn:one', 'arn:two'],
  detail: {
    status: 'FAILED',
    count: 5,
    ip: '10.0.0.7',
    error: null,
    path: 'dir/file.csv',
    tags: [
      { k: 'a', v: 1 },
      { k: 'b', v: 2 },
    ],
  },
};
const matches = (detail: object) => matchesPattern(event, parsePattern(JSON.stringify({ detail })));

describe('matchesPattern', () => {
  test('a list is "or", several fields are "and"', () => {
    expect(matchesPattern(event, { source: ['aws.s3', 'aws.states'], account: ['000000000000'] })).toBe(true);
    expect(matchesPattern(event, { source: ['aws.states'], account: ['1'] })).toBe(false);
  });

  test('a field that is a list matches by any of its members', () => {
    expect(matchesPattern(event, { resources: ['arn:two'] })).toBe(true);
    expect(matchesPattern(event, { resources: ['arn:three'] })).toBe(false);
  });

  test.each<[object, boolean]>([
    [{ error: [null] }, true],
    [{ count: ['5'] }, false],
    [{ status: [{ prefix: 'FA' }] }, true],
    [{ status: [{ prefix: 'fa' }] }, false],
    [{ status: [{ prefix: { 'equals-ignore-case': 'fa' } }] }, true],
    [{ path: [{ suffix: '.csv' }] }, true],
    [{ status: [{ 'equals-ignore-case': 'failed' }] }, true],
    [{ path: [{ wildcard: 'dir/*.csv' }] }, true],
    [{ path: [{ wildcard: 'dir/*.json' }] }, false],
    [{ status: [{ 'anything-but': 'FAILED' }] }, false],
    [{ status: [{ 'anything-but': ['ABORTED', 'TIMED_OUT'] }] }, true],
    [{ status: [{ 'anything-but': { prefix: 'FA' } }] }, false],
    [{ missing: [{ 'anything-but': 'x' }] }, false],
    [{ count: [{ numeric: ['>', 0, '<=', 5] }] }, true],
    [{ count: [{ numeric: ['=', 4] }] }, false],
    [{ ip: [{ cidr: '10.0.0.0/24' }] }, true],
    [{ ip: [{ cidr: '10.0.1.0/24' }] }, false],
    [{ missing: [{ exists: false }] }, true],
    [{ status: [{ exists: false }] }, false],
    [{ status: [{ exists: true }] }, true],
    [{ tags: { k: ['b'], v: [2] } }, true],
    [{ tags: { k: ['c'] } }, false],
    [{ $or: [{ status: ['X'] }, { count: [{ numeric: ['>', 4] }] }] }, true],
    [{ $or: [{ status: ['X'] }, { count: [{ numeric: ['>', 5] }] }] }, false],
  ])('%j → %s', (detail, expected) => {
    expect(matches(detail)).toBe(expected);
  });
});

describe('parsePattern', () => {
  test('names the field that is neither object nor list', () => {
    expect(() => parsePattern('{"detail":{"status":"FAILED"}}')).toThrow(
      '"detail.status" must be an object or a non-empty array',
    );
  });

  test('an operator that EventBridge does not have is refused when it is met', () => {
    expect(() => matches({ status: [{ regex: '.*' }] })).toThrow('Unrecognized match type regex');
  });
});
