import { describe, expect, test } from '@jest/globals';
import { parseSchedule } from './schedule';

const due = (expression: string, at: string) => {
  const schedule = parseSchedule(expression);
  return 'cron' in schedule && schedule.cron(new Date(at));
};

describe('parseSchedule', () => {
  test('rates', () => {
    expect(parseSchedule('rate(1 minute)')).toEqual({ everyMs: 60_000 });
    expect(parseSchedule('rate(2 hours)')).toEqual({ everyMs: 7_200_000 });
  });

  test.each([
    ['cron(0 12 * * ? *)', '2026-01-31T12:00:00Z', true],
    ['cron(0 12 * * ? *)', '2026-01-31T12:01:00Z', false],
    ['cron(0/15 * * * ? *)', '2026-01-31T07:45:00Z', true],
    ['cron(0/15 * * * ? *)', '2026-01-31T07:46:00Z', false],
    ['cron(0 8 ? * MON-FRI *)', '2026-01-30T08:00:00Z', true],
    ['cron(0 8 ? * MON-FRI *)', '2026-01-31T08:00:00Z', false],
    ['cron(0 8 1 JAN,JUL ? *)', '2026-07-01T08:00:00Z', true],
    ['cron(0 0 L * ? *)', '2028-02-29T00:00:00Z', true],
    ['cron(0 0 L * ? *)', '2028-02-28T00:00:00Z', false],
    ['cron(0 0 31W * ? *)', '2026-01-30T00:00:00Z', true],
    ['cron(0 0 ? * 6L *)', '2026-01-30T00:00:00Z', true],
    ['cron(0 0 ? * 3#2 *)', '2026-01-13T00:00:00Z', true],
    ['cron(0 0 ? * 3#2 *)', '2026-01-06T00:00:00Z', false],
    ['cron(0 0 1 1 ? 2027)', '2026-01-01T00:00:00Z', false],
  ])('%s at %s: %s', (expression, at, expected) => {
    expect(due(expression, at)).toBe(expected);
  });

  test('says what it expects', () => {
    expect(() => parseSchedule('every minute')).toThrow(
      '"every minute" is neither rate(<number> <unit>) nor cron(<six fields>).',
    );
  });
});
