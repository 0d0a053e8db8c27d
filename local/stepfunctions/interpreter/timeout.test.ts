import { describe, expect, test } from '@jest/globals';
import { START, TestEngine } from '../testing/engine';

const DAY = 24 * 60 * 60;
const YEAR = 365 * DAY;

const wait = (Seconds: number, more: object = { End: true }) => ({ Type: 'Wait', Seconds, ...more });

describe('an execution that has run for a year', () => {
  test.each([
    ['waits', { w: wait(2 * YEAR) }, {}],
    ['goes from one state to the next', { w: wait(200 * DAY, { Next: 'v' }), v: wait(200 * DAY) }, {}],
    ['has a longer TimeoutSeconds', { w: wait(2 * YEAR) }, { TimeoutSeconds: 99_999_999 }],
  ])('is timed out while it %s', async (_, States, more) => {
    const engine = new TestEngine();
    const end = await engine.execute({ StartAt: 'w', States, ...more });
    expect(end).toMatchObject({ status: 'TIMED_OUT', stopDate: START / 1000 + YEAR });
    expect((await engine.outline(end.executionArn)).at(-1)).toContain('ExecutionTimedOut');
  });

  test('ends well in the second before', async () => {
    const end = await new TestEngine().execute({ StartAt: 'w', States: { w: wait(YEAR - 1) } });
    expect(end).toMatchObject({ status: 'SUCCEEDED' });
  });

  test('takes no token any more, and sets no timer while it waits for one', async () => {
    const engine = new TestEngine(() => ({ output: {}, text: '{}' }));
    const task = {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
      Arguments: { FunctionName: 'f', Payload: { token: '{% $states.context.Task.Token %}' } },
      End: true,
    };
    const run = await engine.execute({ StartAt: 't', States: { t: task } });
    expect(run).toMatchObject({ status: 'RUNNING' });
    await engine.start(await engine.create({ StartAt: 'w', States: { w: wait(YEAR) } }, 'another'));
    await engine.run();
    await engine.handle('SendTaskSuccess', { taskToken: engine.requests[0]?.taskToken, output: '{}' });
    await engine.settle();
    expect(await engine.describe(run.executionArn)).toMatchObject({ status: 'TIMED_OUT' });
  });

  test('has a year more when it is redriven', async () => {
    const engine = new TestEngine();
    const end = await engine.execute({ StartAt: 'w', States: { w: wait(2 * YEAR) } });
    await engine.handle('RedriveExecution', { executionArn: end.executionArn });
    await engine.run();
    expect(await engine.describe(end.executionArn)).toMatchObject({
      status: 'TIMED_OUT',
      stopDate: START / 1000 + 2 * YEAR,
    });
  });
});
