import { describe, expect, test } from '@jest/globals';
import type { TaskOutcome } from '../integrations/integrations';
import { START, TestEngine } from '../testing/engine';

const task = (Retry: object[], fields: object = {}) => ({
  StartAt: 'work',
  States: { work: { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', Retry, ...fields, End: true } },
});

/** Fails with these errors one after another, then succeeds; notes when it was called, in seconds from the start. */
function failing(errors: string[], seed = 1) {
  const calls: number[] = [];
  const engine = new TestEngine((): TaskOutcome => {
    calls.push((engine.clock.now() - START) / 1000);
    const error = errors[calls.length - 1];
    return error === undefined ? { output: 'done' } : { error, cause: '' };
  }, seed);
  return { engine, calls };
}

describe('Retry', () => {
  test('waits longer each time: 1, 2, 4 seconds unless told otherwise, three times', async () => {
    const { engine, calls } = failing(['Oops', 'Oops', 'Oops', 'Oops']);
    expect(await engine.execute(task([{ ErrorEquals: ['Oops'] }]))).toMatchObject({ status: 'FAILED', error: 'Oops' });
    expect(calls).toEqual([0, 1, 3, 7]);
  });

  test('follows IntervalSeconds, BackoffRate and MaxDelaySeconds', async () => {
    const { engine, calls } = failing(['Oops', 'Oops', 'Oops', 'Oops']);
    const retrier = { ErrorEquals: ['Oops'], IntervalSeconds: 2, BackoffRate: 3, MaxDelaySeconds: 10, MaxAttempts: 9 };
    expect(await engine.execute(task([retrier]))).toMatchObject({ status: 'SUCCEEDED' });
    expect(calls).toEqual([0, 2, 8, 18, 28]);
  });

  test('with full jitter waits some part of the delay', async () => {
    const { engine, calls } = failing(['Oops', 'Oops', 'Oops'], 5);
    await engine.execute(task([{ ErrorEquals: ['Oops'], IntervalSeconds: 100, JitterStrategy: 'FULL' }]));
    const delays = calls.slice(1).map((at, index) => at - Number(calls[index]));
    expect(delays[0]).toBeGreaterThan(0);
    for (const [index, delay] of delays.entries()) expect(delay).toBeLessThan(100 * 2 ** index);
    expect(new Set(delays).size).toBe(3);
  });

  test('with MaxAttempts 0 excludes an error from the retriers after it', async () => {
    const { engine, calls } = failing(['Fatal']);
    const retriers = [{ ErrorEquals: ['Fatal'], MaxAttempts: 0 }, { ErrorEquals: ['States.ALL'] }];
    expect(await engine.execute(task(retriers))).toMatchObject({ status: 'FAILED', error: 'Fatal' });
    expect(calls).toEqual([0]);
  });

  test('counts for each retrier by itself', async () => {
    const { engine, calls } = failing(['A', 'B', 'A', 'B', 'A']);
    const retriers = [
      { ErrorEquals: ['A'], IntervalSeconds: 1, MaxAttempts: 2 },
      { ErrorEquals: ['B'], IntervalSeconds: 10, MaxAttempts: 2 },
    ];
    expect(await engine.execute(task(retriers))).toMatchObject({ status: 'FAILED', error: 'A' });
    expect(calls).toEqual([0, 1, 11, 13, 33]);
  });

  test('evaluates the Arguments anew, and tells how often it has tried', async () => {
    const { engine } = failing(['Oops', 'Oops']);
    await engine.execute(
      task([{ ErrorEquals: ['Oops'] }], { Arguments: { n: '{% $states.context.State.RetryCount %}' } }),
    );
    expect(engine.requests.map((request) => request.arguments)).toEqual([{ n: 0 }, { n: 1 }, { n: 2 }]);
  });

  test('lets the next attempt follow the failure in the history, without entering the state again', async () => {
    const { engine } = failing(['Oops']);
    const end = await engine.execute(task([{ ErrorEquals: ['States.ALL'] }]));
    expect((await engine.outline(end.executionArn)).slice(1)).toEqual([
      '2 0 TaskStateEntered',
      '3 2 TaskScheduled',
      '4 3 TaskStarted',
      '5 4 TaskFailed',
      '6 5 TaskScheduled',
      '7 6 TaskStarted',
      '8 7 TaskSucceeded',
      '9 8 TaskStateExited',
      '10 9 ExecutionSucceeded',
    ]);
  });

  test('comes before Catch', async () => {
    const { engine, calls } = failing(['Oops', 'Oops']);
    const States = {
      work: {
        ...task([{ ErrorEquals: ['Oops'], MaxAttempts: 1 }]).States.work,
        Catch: [{ ErrorEquals: ['Oops'], Next: 'caught' }],
      },
      caught: { Type: 'Succeed', Output: 'caught' },
    };
    expect(await engine.execute({ StartAt: 'work', States })).toMatchObject({ output: '"caught"' });
    expect(calls).toEqual([0, 1]);
  });
});
