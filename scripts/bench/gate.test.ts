import { describe, expect, test } from '@jest/globals';
import { describeGate, type Gate, isMissed } from './gate';

const gate = (bound: Gate['bound'], measured: number): Gate => ({
  name: 'size',
  measured,
  bound,
  limit: 100,
  unit: 'ms',
});

describe('a gate', () => {
  test('holds on its limit and is missed beyond it', () => {
    expect([99, 100, 100.01].map((measured) => isMissed(gate('at most', measured)))).toEqual([false, false, true]);
    expect([99.99, 100, 101].map((measured) => isMissed(gate('at least', measured)))).toEqual([true, false, false]);
  });

  test('is missed by what could not be measured', () => {
    expect(isMissed(gate('at most', Number.NaN))).toBe(true);
    expect(isMissed(gate('at least', Number.NaN))).toBe(true);
    expect(describeGate(gate('at most', Number.NaN))).toBe('size: not measured, at most 100 ms');
  });

  test('says what it measured and what it allows', () => {
    expect(describeGate(gate('at most', 104.251))).toBe('size: 104.3 ms, at most 100 ms');
    expect(describeGate({ ...gate('at least', 0.98765), limit: 1, unit: '×' })).toBe('size: 0.988 ×, at least 1 ×');
  });
});
