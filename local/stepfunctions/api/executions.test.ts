import { describe, expect, test } from '@jest/globals';
import { ROLE, START, TestEngine } from '../testing/engine';

const waiting = { StartAt: 'w', States: { w: { Type: 'Wait', Seconds: 60, End: true } } };
const MACHINE = 'arn:aws:states:ap-northeast-1:000000000000:stateMachine:machine';
const RUN = 'arn:aws:states:ap-northeast-1:000000000000:execution:machine:run';
const DAY_MS = 24 * 60 * 60 * 1000;

async function engineWithMachine() {
  const engine = new TestEngine();
  await engine.create(waiting);
  return engine;
}
const start = (engine: TestEngine, more: object = {}) =>
  engine.handle('StartExecution', { stateMachineArn: MACHINE, name: 'run', input: '{}', ...more });

describe('StartExecution', () => {
  test('starts an execution under the name, or under one of its own', async () => {
    const engine = await engineWithMachine();
    expect(await start(engine)).toEqual({ executionArn: RUN, startDate: START / 1000 });
    const { executionArn } = await start(engine, { name: undefined });
    expect(executionArn).toMatch(
      /:execution:machine:[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
  });

  test('again with the same name and input, while that runs, answers the same', async () => {
    const engine = await engineWithMachine();
    const first = await start(engine);
    await engine.run(1000);
    expect(await start(engine)).toEqual(first);
    expect(engine.statusChanges).toHaveLength(1);
  });

  test('is refused under a used name: with another input, or when that has ended, for 90 days', async () => {
    const engine = await engineWithMachine();
    const refusal = { code: 'ExecutionAlreadyExists', message: `Execution Already Exists: '${RUN}'`, statusCode: 400 };
    await start(engine);
    await expect(start(engine, { input: '{ }' })).rejects.toMatchObject(refusal);
    await engine.run();
    await expect(start(engine)).rejects.toMatchObject(refusal);
    engine.clock.advance(90 * DAY_MS - 1);
    await expect(start(engine)).rejects.toMatchObject(refusal);
    engine.clock.advance(1);
    expect(await start(engine)).toEqual({ executionArn: RUN, startDate: START / 1000 + 60 + 90 * 86_400 });
  });

  test.each([
    [
      { input: 'not json' },
      'InvalidExecutionInput',
      "Invalid State Machine Execution Input: 'Unrecognized token 'not': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')'",
    ],
    [{ input: '' }, 'InvalidExecutionInput', "'Invalid execution input.'"],
    [{ input: JSON.stringify('x'.repeat(256 * 1024)) }, 'InvalidExecutionInput', 'larger than 262144 bytes'],
    [{ name: 'a/b' }, 'InvalidName', "Invalid Name: 'a/b'"],
    [{ name: 'run\u{1f600}' }, 'InvalidName', "Invalid Name: 'run\u{1f600}'"],
    [{ traceHeader: 'Root=é' }, 'ValidationException', 'satisfy regular expression pattern: \\p{ASCII}*'],
    [{ traceHeader: 'x'.repeat(257) }, 'ValidationException', 'length less than or equal to 256'],
    [{ name: '' }, 'ValidationException', 'length greater than or equal to 1'],
    [{ stateMachineArn: 'machine' }, 'InvalidArn', "Invalid Arn: 'Invalid ARN prefix: machine'"],
    [{ stateMachineArn: RUN }, 'InvalidArn', "Invalid Arn: 'Resource type not valid in this context: execution'"],
    [{ stateMachineArn: `${MACHINE}s` }, 'StateMachineDoesNotExist', `State Machine Does Not Exist: '${MACHINE}s'`],
  ])('refuses %j', async (change, code, message) => {
    const engine = await engineWithMachine();
    await expect(start(engine, change)).rejects.toMatchObject({ code, message: expect.stringContaining(message) });
    expect(engine.statusChanges).toEqual([]);
  });

  test.each(['1', '"text"', 'null', '[1]', ' {"a": 1}\n'])(
    'takes any JSON as input, keeps it as it was written, and hands it on without blanks: %j',
    async (input) => {
      const engine = await engineWithMachine();
      await start(engine, { input });
      await engine.run();
      expect(await engine.describe(RUN)).toMatchObject({ input, output: JSON.stringify(JSON.parse(input)) });
    },
  );
});

describe('DescribeExecution', () => {
  test('tells of a running and of an ended execution', async () => {
    const engine = await engineWithMachine();
    await start(engine, { input: '{"a":1}', traceHeader: 'Root=1' });
    const always = {
      executionArn: RUN,
      stateMachineArn: MACHINE,
      name: 'run',
      startDate: START / 1000,
      input: '{"a":1}',
      inputDetails: { included: true },
      redriveCount: 0,
      traceHeader: 'Root=1',
      redriveStatus: 'NOT_REDRIVABLE',
    };
    expect(await engine.describe(RUN)).toEqual({
      ...always,
      status: 'RUNNING',
      redriveStatusReason: 'Execution is RUNNING and cannot be redriven',
    });
    await engine.run();
    expect(await engine.describe(RUN)).toEqual({
      ...always,
      status: 'SUCCEEDED',
      stopDate: START / 1000 + 60,
      output: '{"a":1}',
      outputDetails: { included: true },
      redriveStatusReason: 'Execution is SUCCEEDED and cannot be redriven',
    });
  });

  test('of an unknown execution, or of something else, is an error', async () => {
    const engine = await engineWithMachine();
    await expect(engine.describe(RUN)).rejects.toMatchObject({
      code: 'ExecutionDoesNotExist',
      message: `Execution Does Not Exist: '${RUN}'`,
    });
    await expect(engine.describe('run')).rejects.toMatchObject({ code: 'InvalidArn' });
  });
});

describe('StopExecution', () => {
  test('ends it as aborted, with error and cause if given', async () => {
    const engine = await engineWithMachine();
    await start(engine);
    await engine.run(5000);
    expect(await engine.handle('StopExecution', { executionArn: RUN, error: 'E', cause: 'c' })).toEqual({
      stopDate: START / 1000 + 5,
    });
    expect(await engine.describe(RUN)).toMatchObject({
      status: 'ABORTED',
      error: 'E',
      cause: 'c',
      redriveStatus: 'REDRIVABLE',
    });
    expect(await engine.outline(RUN)).toEqual(['1 0 ExecutionStarted', '2 0 WaitStateEntered', '3 0 ExecutionAborted']);
    expect(engine.clock.due()).toBeUndefined();
  });

  test('of an ended execution changes nothing', async () => {
    const engine = await engineWithMachine();
    await start(engine);
    await engine.run();
    engine.clock.advance(1000);
    expect(await engine.handle('StopExecution', { executionArn: RUN })).toEqual({ stopDate: START / 1000 + 60 });
    expect(await engine.describe(RUN)).toMatchObject({ status: 'SUCCEEDED' });
  });

  test('ends even an execution that never rests', async () => {
    const engine = new TestEngine();
    const execution = await engine.start(
      await engine.create({
        StartAt: 'a',
        States: {
          a: { Type: 'Pass', Next: 'b' },
          b: { Type: 'Choice', Choices: [{ Condition: true, Next: 'a' }], Default: 'end' },
          end: { Type: 'Succeed' },
        },
      }),
    );
    await new Promise((resolve) => setImmediate(resolve));
    await engine.handle('StopExecution', { executionArn: execution });
    expect(await engine.describe(execution)).toMatchObject({ status: 'ABORTED' });
  });
});

describe('a redrive with a client token', () => {
  const MINUTE_MS = 60 * 1000;
  async function failed(engine = new TestEngine()) {
    const machine = await engine.create({ StartAt: 'f', States: { f: { Type: 'Fail' } } });
    const executionArn = await engine.start(machine);
    await engine.settle();
    const redrive = (clientToken: unknown) => engine.handle('RedriveExecution', { executionArn, clientToken });
    const redriveCount = async () => {
      await engine.settle();
      return (await engine.describe(executionArn)).redriveCount;
    };
    return { engine, executionArn, redrive, redriveCount };
  }

  test('redrives once, and answers again for 15 minutes, also when the execution has failed again', async () => {
    const { engine, redrive, redriveCount } = await failed();
    const answers = await Promise.all([redrive('one'), redrive('one')]);
    expect(await redriveCount()).toBe(1);
    engine.clock.advance(15 * MINUTE_MS - 1);
    expect([...answers, await redrive('one')]).toEqual([1, 2, 3].map(() => ({ redriveDate: START / 1000 })));
    expect(await redriveCount()).toBe(1);
    engine.clock.advance(1);
    expect(await redrive('one')).toEqual({ redriveDate: START / 1000 + 15 * 60 });
    expect(await redriveCount()).toBe(2);
  });

  test('knows the last ten of them', async () => {
    const { redrive, redriveCount } = await failed();
    for (let token = 0; token < 11; token++) {
      await redrive(`t${token}`);
      expect(await redriveCount()).toBe(token + 1);
    }
    await redrive('t1');
    expect(await redriveCount()).toBe(11);
    await redrive('t0');
    expect(await redriveCount()).toBe(12);
  });

  test('that was refused is not known', async () => {
    const engine = await engineWithMachine();
    await start(engine);
    const redrive = () => engine.handle('RedriveExecution', { executionArn: RUN, clientToken: 'one' });
    await expect(redrive()).rejects.toMatchObject({ code: 'ExecutionNotRedrivable' });
    await engine.handle('StopExecution', { executionArn: RUN });
    expect(await redrive()).toEqual({ redriveDate: START / 1000 });
  });

  test.each(['', 'x'.repeat(65), 'a b', 'é', 1])('refuses %j', async (clientToken) => {
    const { redrive, redriveCount } = await failed();
    await expect(redrive(clientToken)).rejects.toMatchObject({ code: 'ValidationException' });
    expect(await redriveCount()).toBe(0);
  });
});

test("the state machine's TimeoutSeconds ends an execution as timed out", async () => {
  const engine = new TestEngine(() => new Promise(() => {}));
  const task = {
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke',
    Catch: [{ ErrorEquals: ['States.ALL'], Next: 'end' }],
    Next: 'end',
  };
  const end = await engine.execute({ StartAt: 't', TimeoutSeconds: 7, States: { t: task, end: { Type: 'Succeed' } } });
  expect(end).toMatchObject({ status: 'TIMED_OUT', stopDate: START / 1000 + 7, redriveStatus: 'REDRIVABLE' });
  expect(end).not.toHaveProperty('error');
  expect(await engine.outline(end.executionArn)).toContain('5 0 ExecutionTimedOut');
  expect((await engine.history(end.executionArn))[4]).toMatchObject({
    executionTimedOutEventDetails: { error: 'States.Timeout' },
  });
  expect(engine.requests[0]?.signal.aborted).toBe(true);
});

test('ListExecutions orders by end or else by start, the latest first, in pages, by status if asked', async () => {
  const engine = await engineWithMachine();
  for (const name of ['a', 'b', 'c']) {
    await start(engine, { name });
    engine.clock.advance(1000);
  }
  await engine.handle('StopExecution', { executionArn: RUN.replace(/run$/, 'b') });
  const names = async (request: object) => {
    const { executions, nextToken } = await engine.handle('ListExecutions', { stateMachineArn: MACHINE, ...request });
    return { names: (executions as { name: string }[]).map(({ name }) => name), nextToken };
  };
  const first = await names({ maxResults: 2 });
  expect(first.names).toEqual(['b', 'c']);
  expect(await names({ maxResults: 2, nextToken: first.nextToken })).toEqual({ names: ['a'], nextToken: undefined });
  expect((await names({ statusFilter: 'RUNNING' })).names).toEqual(['c', 'a']);
  expect((await names({ redriveFilter: 'REDRIVEN' })).names).toEqual([]);
  await expect(names({ statusFilter: 'succeeded' })).rejects.toMatchObject({
    message:
      "1 validation error detected: Value 'succeeded' at 'statusFilter' failed to satisfy constraint: Member must satisfy enum value set: [SUCCEEDED, TIMED_OUT, PENDING_REDRIVE, ABORTED, FAILED, RUNNING]",
  });
});

describe('GetExecutionHistory', () => {
  test('gives pages, forwards and backwards, with and without data', async () => {
    const engine = await engineWithMachine();
    await start(engine, { input: '{"a":1}' });
    await engine.run();
    const get = (more: object) => engine.handle('GetExecutionHistory', { executionArn: RUN, ...more });
    const whole = await get({});
    expect(whole.events[0]).toEqual({
      id: 1,
      previousEventId: 0,
      timestamp: START / 1000,
      type: 'ExecutionStarted',
      executionStartedEventDetails: { input: '{"a":1}', inputDetails: { truncated: false }, roleArn: ROLE },
    });
    const first = await get({ maxResults: 3, reverseOrder: true });
    const second = await get({ maxResults: 3, reverseOrder: true, nextToken: first.nextToken });
    expect([...first.events, ...second.events]).toEqual(whole.events.toReversed());
    expect(second).not.toHaveProperty('nextToken');
    const bare = await get({ includeExecutionData: false });
    expect(bare.events[0]?.executionStartedEventDetails).toEqual({ roleArn: ROLE });
    expect(bare.events[1]?.stateEnteredEventDetails).toEqual({ name: 'w' });
  });
});
