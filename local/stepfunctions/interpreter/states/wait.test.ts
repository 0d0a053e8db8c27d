import { describe, expect, test } from '@jest/globals';
import { START, TestEngine } from '../../testing/engine';

const waiting = (fields: object) => ({ StartAt: 'wait', States: { wait: { Type: 'Wait', ...fields, End: true } } });

describe('Wait', () => {
  test('may take as long as AWS can count', async () => {
    const engine = new TestEngine();
    const Timestamp = new Date(START + 24_855 * 24 * 60 * 60 * 1000).toISOString();
    const execution = await engine.start(await engine.create(waiting({ Timestamp })));
    await engine.settle();
    expect(await engine.describe(execution)).toMatchObject({ status: 'RUNNING' });
    engine.service.close();
  });

  test.each([
    ['Seconds', { Seconds: 90 }, 90],
    ['Seconds as an expression', { Seconds: '{% $states.input.s %}' }, 30],
    ['a Timestamp', { Timestamp: '2026-01-01T00:02:00Z' }, 120],
    ['a Timestamp with an offset', { Timestamp: '2026-01-01T09:01:00+09:00' }, 60],
    ['a Timestamp that has passed', { Timestamp: '2020-01-01T00:00:00Z' }, 0],
    ['no Seconds', { Seconds: 0 }, 0],
  ])('for %s', async (_, fields, seconds) => {
    const engine = new TestEngine();
    const end = await engine.execute(waiting(fields), { s: 30 });
    expect(end).toMatchObject({ status: 'SUCCEEDED', output: '{"s":30}', stopDate: START / 1000 + seconds });
    expect(await engine.outline(end.executionArn)).toEqual([
      '1 0 ExecutionStarted',
      '2 0 WaitStateEntered',
      '3 2 WaitStateExited',
      '4 3 ExecutionSucceeded',
    ]);
  });

  test('of a day costs no time on a virtual clock', async () => {
    const before = process.hrtime.bigint();
    const end = await new TestEngine().execute(waiting({ Seconds: 24 * 60 * 60 }));
    expect(end.stopDate).toBe(START / 1000 + 86_400);
    expect(Number(process.hrtime.bigint() - before) / 1e6).toBeLessThan(1000);
  });

  test.each([
    [{ Seconds: '{% -1 %}' }, "Expected 'integer from 0 to 99999999', but was 'number' for value: -1"],
    [{ Seconds: '{% 1.5 %}' }, 'for value: 1.5'],
    [
      { Timestamp: '{% "2026-01-01" %}' },
      'cannot be parsed as an ISO-8601 extended offset date-time format string: 2026-01-01',
    ],
    [{ Timestamp: '{% "2026-13-01T00:00:00Z" %}' }, 'cannot be parsed'],
    [{ Timestamp: '{% "2026-02-31T10:00:00Z" %}' }, 'cannot be parsed'],
  ])('fails on %j', async (fields, cause) => {
    const engine = new TestEngine();
    const end = await engine.execute(waiting(fields));
    expect(end).toMatchObject({ error: 'States.QueryEvaluationError', cause: expect.stringContaining(cause) });
    expect(await engine.outline(end.executionArn)).toContain('3 2 EvaluationFailed');
  });

  test.each([[{ Timestamp: '2126-01-01T00:00:00Z' }], [{ QueryLanguage: 'JSONPath', SecondsPath: '$.far' }]])(
    'fails when it would take too long: %j',
    async (fields) => {
      const machine = { ...waiting(fields), QueryLanguage: 'JSONPath' };
      const end = await new TestEngine().execute(machine, { far: 2 ** 31 });
      expect(end).toMatchObject({
        error: 'States.Runtime',
        cause: expect.stringContaining('Wait state delay is too long.'),
      });
    },
  );
});
