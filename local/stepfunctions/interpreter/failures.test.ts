import { describe, expect, test } from '@jest/globals';
import { matches } from './failures';

const heartbeat = { error: 'States.Timeout', heartbeat: true as const };

describe('which errors a retrier or catcher takes', () => {
  test.each([
    ['Oops', ['Oops'], true],
    ['Oops', ['oops'], false],
    ['Oops', ['Other', 'Oops'], true],
    ['Oops', ['States.TaskFailed'], true],
    ['Oops', ['States.ALL'], true],
    ['States.Timeout', ['States.Timeout'], true],
    ['States.Timeout', ['States.TaskFailed'], false],
    ['States.Timeout', ['States.ALL'], true],
    ['States.Timeout', ['States.HeartbeatTimeout'], false],
    ['States.QueryEvaluationError', ['States.ALL'], true],
    ['States.QueryEvaluationError', ['States.TaskFailed'], true],
    ['States.DataLimitExceeded', ['States.ALL'], true],
    ['States.DataLimitExceeded', ['States.TaskFailed'], true],
    ['States.DataLimitExceeded', ['States.DataLimitExceeded'], true],
    ['States.Runtime', ['States.ALL'], false],
    ['States.Runtime', ['States.Runtime'], false],
    ['States.Runtime', ['States.TaskFailed'], false],
    [undefined, ['States.ALL'], true],
  ])('%s with %j: %s', (error, errorEquals, expected) => {
    expect(matches(errorEquals, error === undefined ? {} : { error })).toBe(expected);
  });

  test.each([
    [['States.HeartbeatTimeout'], true],
    [['States.Timeout'], true],
    [['States.TaskFailed'], false],
    [['States.ALL'], true],
  ])('a missed heartbeat with %j: %s', (errorEquals, expected) => {
    expect(matches(errorEquals, heartbeat)).toBe(expected);
  });
});
