import { describe, expect, test } from '@jest/globals';
import type { TaskRequest } from '../integrations/integrations';
import { children, counts, map, STATE_MACHINE, task } from '../testing/distributed-map';
import { START, TestEngine } from '../testing/engine';

/** Tasks fail for these arguments. */
const failing = (...values: unknown[]) =>
  new TestEngine(({ arguments: given }: TaskRequest) =>
    values.includes(given) ? { error: 'Oops', cause: `${given}` } : { output: given },
  );

describe('failures', () => {
  test('of one child fail the map run, stop the STANDARD ones that run, and leave the rest pending', async () => {
    const engine = new TestEngine(({ arguments: given }) =>
      given === 2 ? { error: 'Oops', cause: 'because' } : new Promise(() => {}),
    );
    const end = await engine.execute(map({ Items: [1, 3, 2, 4, 5], MaxConcurrency: 3 }, task));
    expect(end).toMatchObject({
      status: 'FAILED',
      error: 'States.ExceedToleratedFailureThreshold',
      cause: 'The specified tolerated failure threshold was exceeded',
    });
    expect((await engine.outline(end.executionArn)).slice(3)).toEqual([
      '4 3 MapRunStarted',
      '5 4 MapRunFailed',
      '6 5 MapStateFailed',
      '7 6 ExecutionFailed',
    ]);
    const mapRun = await engine.mapRun(end.executionArn);
    const executionCounts = counts({ failed: 1, aborted: 2, pending: 2, total: 5, resultsWritten: 3 });
    expect(mapRun).toMatchObject({ status: 'FAILED', executionCounts, itemCounts: executionCounts });
    const stopped = await children(engine, mapRun.mapRunArn, { statusFilter: 'ABORTED' });
    expect(stopped).toHaveLength(2);
    expect(await engine.describe(String(stopped[0]?.executionArn))).toMatchObject({
      cause: 'The parent Map Run was stopped.',
      redriveStatus: 'REDRIVABLE_BY_MAP_RUN',
    });
  });

  test('of one child let the EXPRESS ones that run come to their end', async () => {
    const engine = failing(-1);
    const processor = {
      StartAt: 'w',
      States: {
        w: { Type: 'Wait', Seconds: '{% $abs($states.input) %}', Next: 't' },
        t: { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', End: true },
      },
    };
    const end = await engine.execute(map({ Items: [-1, 5, 9], MaxConcurrency: 2 }, processor, 'EXPRESS'));
    expect(end).toMatchObject({ status: 'FAILED', stopDate: START / 1000 + 5 });
    expect(await engine.mapRun(end.executionArn)).toMatchObject({
      executionCounts: counts({ failed: 1, succeeded: 1, pending: 1, total: 3, resultsWritten: 2 }),
    });
  });

  test.each([
    [{ ToleratedFailureCount: 2 }, 'SUCCEEDED'],
    [{ ToleratedFailureCount: 1 }, 'FAILED'],
    [{ ToleratedFailurePercentage: 50 }, 'SUCCEEDED'],
    [{ ToleratedFailurePercentage: 49.9 }, 'FAILED'],
    [{ ToleratedFailureCount: '{% 2 %}', ToleratedFailurePercentage: '{% 49 %}' }, 'FAILED'],
  ])('%j of two in four: %s', async (tolerance, status) => {
    const end = await failing(1, 2).execute(map({ Items: [1, 2, 3, 4], ...tolerance }, task));
    expect(end.status).toBe(status);
  });

  test('are counted by items, of which a child may have many', async () => {
    const engine = new TestEngine(() => ({ error: 'Oops', cause: '' }));
    const fields = { Items: [1, 2, 3], ItemBatcher: { MaxItemsPerBatch: 3 }, ToleratedFailureCount: 2 };
    expect(await engine.execute(map(fields, task))).toMatchObject({ status: 'FAILED' });
  });

  test('that are tolerated stand among the results with all that is known of them', async () => {
    const engine = failing(2);
    const end = await engine.execute(map({ Items: [1, 2, 3], ToleratedFailureCount: 1 }, task));
    expect(JSON.parse(String(end.output))).toEqual([
      1,
      expect.objectContaining({ Error: 'Oops', Cause: '2', Input: '2', Status: 'FAILED' }),
      3,
    ]);
  });

  test.each([
    [{ ToleratedFailureCount: '{% -1 %}' }, 'ToleratedFailureCount cannot be negative.'],
    [{ ToleratedFailurePercentage: '{% 100.1 %}' }, 'ToleratedFailurePercentage must be between 0 and 100.'],
  ])('%j is no tolerance', async (tolerance, sentence) => {
    const engine = new TestEngine();
    const end = await engine.execute(map({ Items: [1], ...tolerance }));
    const cause = `An error occurred while executing the state 'each' (entered at the event id #2). ${sentence}`;
    expect(end).toMatchObject({ error: 'States.Runtime', cause });
  });

  test('may be caught and retried: a retry is a new map run', async () => {
    const engine = failing(1);
    const definition = map({ Items: [1], Retry: [{ ErrorEquals: ['States.ALL'], MaxAttempts: 1 }] }, task);
    const end = await engine.execute(definition);
    expect(end.status).toBe('FAILED');
    const { mapRuns } = await engine.handle('ListMapRuns', { executionArn: end.executionArn });
    expect(mapRuns).toMatchObject([
      { startDate: START / 1000 + 1, stateMachineArn: `${STATE_MACHINE}/rows` },
      { startDate: START / 1000 },
    ]);
  });

  test('of the size of the results: an array of them has 256 KiB at most', async () => {
    const engine = new TestEngine(() => ({ output: 'x'.repeat(100_000) }));
    expect(await engine.execute(map({ Items: [1, 2] }, task))).toMatchObject({ status: 'SUCCEEDED' });
    const end = await new TestEngine(() => ({ output: 'x'.repeat(100_000) })).execute(map({ Items: [1, 2, 3] }, task));
    expect(end).toMatchObject({ status: 'FAILED', error: 'States.DataLimitExceeded' });
  });

  test('of the role to start executions of its own state machine', async () => {
    const engine = new TestEngine();
    engine.denied.add('states:StartExecution');
    const end = await engine.execute(map({ Items: [1], Catch: [{ ErrorEquals: ['States.ALL'], Next: 'each' }] }));
    const cause = `not authorized to perform: states:StartExecution on resource: ${STATE_MACHINE}`;
    expect(end).toMatchObject({ status: 'FAILED', error: 'States.Runtime', cause });
  });
});
