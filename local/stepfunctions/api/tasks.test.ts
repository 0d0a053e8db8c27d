import { describe, expect, test } from '@jest/globals';
import { TestEngine } from '../testing/engine';

const definition = {
  StartAt: 'wait',
  States: {
    wait: { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken', TimeoutSeconds: 60, End: true },
  },
};

async function waitingTask() {
  const engine = new TestEngine();
  const executionArn = await engine.start(await engine.create(definition));
  await engine.settle();
  return { engine, executionArn, taskToken: String(engine.requests[0]?.taskToken) };
}
const gone = {
  code: 'TaskTimedOut',
  message: "Task Timed Out: 'Provided task does not exist anymore'",
  statusCode: 400,
};
const answers = { SendTaskSuccess: { output: '{}' }, SendTaskFailure: {}, SendTaskHeartbeat: {} };

describe.each(Object.entries(answers))('%s', (operation, more) => {
  test('is taken once', async () => {
    const { engine, taskToken } = await waitingTask();
    expect(await engine.handle(operation, { taskToken, ...more })).toEqual({});
    const again = engine.handle(operation, { taskToken, ...more });
    if (operation === 'SendTaskHeartbeat') await expect(again).resolves.toEqual({});
    else await expect(again).rejects.toMatchObject(gone);
  });

  test('is refused when the task has timed out or the execution has been stopped', async () => {
    const { engine, taskToken } = await waitingTask();
    await engine.run();
    await expect(engine.handle(operation, { taskToken, ...more })).rejects.toMatchObject(gone);
    const second = await waitingTask();
    await second.engine.handle('StopExecution', { executionArn: second.executionArn });
    await expect(second.engine.handle(operation, { taskToken: second.taskToken, ...more })).rejects.toMatchObject(gone);
  });

  test.each(['nonsense', Buffer.from('{}').toString('base64')])('is refused with %s for a token', async (taskToken) => {
    const { engine } = await waitingTask();
    await expect(engine.handle(operation, { taskToken, ...more })).rejects.toMatchObject({
      code: 'InvalidToken',
      message: "Invalid Token: 'Invalid token'",
    });
  });

  test('is refused with a token made up from a real one', async () => {
    const { engine, taskToken } = await waitingTask();
    const content = JSON.parse(Buffer.from(taskToken, 'base64').toString());
    const forged = Buffer.from(JSON.stringify([...content.slice(0, 3), 'guess'])).toString('base64');
    await expect(engine.handle(operation, { taskToken: forged, ...more })).rejects.toMatchObject(gone);
  });

  test('is refused when its execution is unknown', async () => {
    const { taskToken } = await waitingTask();
    await expect(new TestEngine().handle(operation, { taskToken, ...more })).rejects.toMatchObject({
      code: 'TaskDoesNotExist',
    });
  });
});

test('the token is looked at before the output', async () => {
  const answer = new TestEngine().handle('SendTaskSuccess', { taskToken: 'nonsense', output: 'no JSON' });
  await expect(answer).rejects.toMatchObject({ code: 'InvalidToken' });
});

test.each(['', '{', 'x', JSON.stringify('x'.repeat(256 * 1024)), '['.repeat(5000) + ']'.repeat(5000)])(
  'an output that is no JSON, too large, or nested too deeply, is refused',
  async (output) => {
    const { engine, executionArn, taskToken } = await waitingTask();
    await expect(engine.handle('SendTaskSuccess', { taskToken, output })).rejects.toMatchObject({
      code: 'InvalidOutput',
    });
    expect(await engine.describe(executionArn)).toMatchObject({ status: 'RUNNING' });
  },
);

test('of two that send the same token at once, one is told that it was too late', async () => {
  const { engine, executionArn, taskToken } = await waitingTask();
  const sent = await Promise.allSettled(
    ['1', '2'].map((output) => engine.handle('SendTaskSuccess', { taskToken, output })),
  );
  expect(sent.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
  await engine.run();
  expect(await engine.describe(executionArn)).toMatchObject({ status: 'SUCCEEDED', output: '1' });
});
