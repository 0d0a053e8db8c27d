import { describe, expect, test } from '@jest/globals';
import { START, TestEngine } from '../testing/engine';

const MACHINE = 'arn:aws:states:ap-northeast-1:000000000000:stateMachine:machine';
const EXPRESS = /^arn:aws:states:ap-northeast-1:000000000000:express:machine:run:[0-9a-f-]{36}$/;
const waiting = (Seconds: number, more: object = {}) => ({
  StartAt: 'w',
  States: { w: { Type: 'Wait', Seconds, Output: '{% $states.context.Execution %}', End: true } },
  ...more,
});
const logging = (level: string) => ({
  level,
  includeExecutionData: true,
  destinations: [
    { cloudWatchLogsLogGroup: { logGroupArn: 'arn:aws:logs:ap-northeast-1:000000000000:log-group:express:*' } },
  ],
});

async function express(definition: object, more: object = {}) {
  const engine = new TestEngine();
  await engine.create(definition, 'machine', { type: 'EXPRESS', ...more });
  const sync = (request: object = {}) => {
    const answer = engine.handle('StartSyncExecution', { stateMachineArn: MACHINE, name: 'run', ...request });
    return engine.run().then(() => answer);
  };
  return { engine, sync };
}

describe('StartSyncExecution', () => {
  test('answers with the output when the execution has ended', async () => {
    const { engine, sync } = await express(waiting(7));
    engine.clock.advance(25);
    const answer = await sync({ input: '{"a":1}', traceHeader: 'Root=1' });
    expect(answer).toEqual({
      executionArn: expect.stringMatching(EXPRESS),
      stateMachineArn: MACHINE,
      name: 'run',
      status: 'SUCCEEDED',
      startDate: START / 1000 + 0.025,
      stopDate: START / 1000 + 7.025,
      input: '{"a":1}',
      inputDetails: { included: true },
      output: expect.any(String),
      outputDetails: { included: true },
      traceHeader: 'Root=1',
      billingDetails: { billedDurationInMilliseconds: 7000, billedMemoryUsedInMB: 64 },
    });
    expect(JSON.parse(String(answer.output))).toEqual({
      Id: answer.executionArn,
      Input: { a: 1 },
      Name: 'run',
      RoleArn: 'arn:aws:iam::000000000000:role/machine',
      StartTime: '2026-01-01T00:00:00.025Z',
    });
  });

  test('answers with error and cause when it has failed', async () => {
    const fail = { StartAt: 'f', States: { f: { Type: 'Fail', Error: 'Oops', Cause: 'why' } } };
    const { sync } = await express(fail);
    const answer = await sync();
    expect(answer).toMatchObject({
      status: 'FAILED',
      error: 'Oops',
      cause: 'why',
      outputDetails: { included: true },
      billingDetails: { billedDurationInMilliseconds: 100 },
    });
    expect(answer).not.toHaveProperty('output');
  });

  test.each([
    [{}, 300],
    [{ TimeoutSeconds: 400 }, 300],
    [{ TimeoutSeconds: 20 }, 20],
  ])('answers TIMED_OUT at the end of five minutes, or of less: %j', async (more, seconds) => {
    const { sync } = await express(waiting(1000, more));
    expect(await sync()).toMatchObject({ status: 'TIMED_OUT', stopDate: START / 1000 + seconds });
  });

  test('with METADATA_ONLY leaves out the data', async () => {
    const { sync } = await express(waiting(1));
    const answer = await sync({ includedData: 'METADATA_ONLY' });
    expect(answer).toMatchObject({ status: 'SUCCEEDED' });
    for (const member of ['input', 'output', 'inputDetails', 'outputDetails'])
      expect(answer).not.toHaveProperty(member);
  });

  test('runs a version', async () => {
    const { sync } = await express(waiting(1), { publish: true });
    expect(await sync({ stateMachineArn: `${MACHINE}:1` })).toMatchObject({
      status: 'SUCCEEDED',
      stateMachineArn: MACHINE,
    });
  });

  test('is refused for STANDARD state machines', async () => {
    const engine = new TestEngine();
    const stateMachineArn = await engine.create(waiting(1));
    await expect(engine.handle('StartSyncExecution', { stateMachineArn })).rejects.toMatchObject({
      code: 'StateMachineTypeNotSupported',
      message: 'This operation is not supported by this type of state machine',
    });
  });
});

describe('StartExecution of an EXPRESS state machine', () => {
  test('starts another execution each time, also under the same name', async () => {
    const { engine } = await express(waiting(1));
    const [first, second] = [await engine.start(MACHINE), await engine.start(MACHINE)];
    expect([first, second]).toEqual([expect.stringMatching(EXPRESS), expect.stringMatching(EXPRESS)]);
    expect(first).not.toBe(second);
  });

  test('leaves a log behind, and nothing else', async () => {
    const { engine } = await express(waiting(1), { loggingConfiguration: logging('ALL') });
    const executionArn = await engine.start(MACHINE, { a: 1 });
    await engine.run();
    expect(engine.logs.map(({ record }) => `${record.id} ${record.previous_event_id} ${record.type}`)).toEqual([
      '1 0 ExecutionStarted',
      '2 0 WaitStateEntered',
      '3 2 WaitStateExited',
      '4 3 ExecutionSucceeded',
    ]);
    expect(engine.logs[3]).toMatchObject({
      stateMachineArn: MACHINE,
      record: { execution_arn: executionArn, redrive_count: '0', details: { outputDetails: { truncated: false } } },
    });
    // Nobody waits for it: so its context tells that it has not been redriven.
    expect(String(engine.logs[3]?.record.details.output)).toContain('"RedriveCount":0');
    expect(engine.statusChanges).toEqual([]);
  });

  test.each(['DescribeExecution', 'StopExecution', 'GetExecutionHistory', 'RedriveExecution', 'ListMapRuns'])(
    'is unknown to %s, also while it runs',
    async (operation) => {
      const { engine } = await express(waiting(1));
      const executionArn = await engine.start(MACHINE);
      await expect(engine.handle(operation, { executionArn })).rejects.toMatchObject({
        code: 'InvalidArn',
        message: "Invalid Arn: 'Resource type not valid in this context: express'",
      });
    },
  );

  test('is in no list', async () => {
    const { engine } = await express(waiting(1), { publish: true });
    await engine.start(MACHINE);
    for (const stateMachineArn of [MACHINE, `${MACHINE}:1`]) {
      await expect(engine.handle('ListExecutions', { stateMachineArn })).rejects.toMatchObject({
        code: 'StateMachineTypeNotSupported',
      });
    }
  });

  test('goes on when the state machine is deleted', async () => {
    const { engine } = await express(waiting(1), { loggingConfiguration: logging('ALL') });
    await engine.start(MACHINE);
    await engine.settle();
    await engine.handle('DeleteStateMachine', { stateMachineArn: MACHINE });
    await engine.run();
    expect(engine.logs.at(-1)?.record.type).toBe('ExecutionSucceeded');
  });
});

test('the type stands in lists and descriptions, and stays when the state machine is updated', async () => {
  const { engine } = await express(waiting(1));
  const callback = {
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
    Arguments: { FunctionName: 'f' },
    End: true,
  };
  const definition = JSON.stringify({ QueryLanguage: 'JSONata', StartAt: 't', States: { t: callback } });
  await expect(engine.handle('UpdateStateMachine', { stateMachineArn: MACHINE, definition })).rejects.toMatchObject({
    message:
      "Invalid State Machine Definition: 'SCHEMA_VALIDATION_FAILED: Express state machine does not support '.waitForTaskToken' service integration  at /States/t/Resource'",
  });
  expect(await engine.handle('DescribeStateMachine', { stateMachineArn: MACHINE })).toMatchObject({ type: 'EXPRESS' });
  const { stateMachines } = await engine.handle('ListStateMachines', {});
  expect(stateMachines).toMatchObject([{ name: 'machine', type: 'EXPRESS' }]);
});
