import { expect, test } from '@jest/globals';
import { costPerMillion, difference } from './usage';

const usage = { transitions: 9, invocations: 20, requests: 20, readUnits: 10, writeUnits: 14 };

test('a million commands cost their transitions, invocations and request units', () => {
  expect(costPerMillion(usage)).toBeCloseTo(9 * 25 + 20 * 0.2 + 10 * 0.125 + 14 * 0.625);
});

test('requests to DynamoDB cost by their units only', () => {
  expect(costPerMillion({ ...usage, requests: 1 })).toBe(costPerMillion(usage));
});

test('the difference of two usages is taken in every count', () => {
  const more = { transitions: 19, invocations: 28, requests: 31, readUnits: 21.5, writeUnits: 22 };
  expect(difference(more, usage)).toEqual({
    transitions: 10,
    invocations: 8,
    requests: 11,
    readUnits: 11.5,
    writeUnits: 8,
  });
});
