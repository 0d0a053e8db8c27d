import { beforeEach, describe, expect, test } from '@jest/globals';
import { TestEngine } from '../testing/engine';

const config = {
  StateMachines: {
    machine: {
      TestCases: {
        Happy: { first: 'Answers', second: 'Sent' },
        Retried: { first: 'ThrowsTwice', second: 'Sent' },
        Hybrid: { first: 'Answers' },
        Looping: { first: 'Answers', second: 'Sent' },
        OfNoState: { third: 'Sent' },
        OfAPass: { last: 'Sent' },
      },
    },
  },
  MockedResponses: {
    Answers: { '0': { Return: { StatusCode: 200, Payload: { n: 1 } } } },
    ThrowsTwice: {
      '0': { Throw: { Error: 'Lambda.ResourceNotReadyException', Cause: 'not ready' } },
      '1-2': { Throw: { Error: 'Lambda.TimeoutException', Cause: 'timed out' } },
      '3': { Return: { Payload: { n: 4 } } },
    },
    Sent: { '0': { Return: { MessageId: 'm' } } },
  },
};

const FUNCTION = 'arn:aws:lambda:ap-northeast-1:000000000000:function:f';
const retry = [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 1, MaxAttempts: 3 }];

const machine = (first: object = {}, second: object = {}) => ({
  StartAt: 'first',
  States: {
    first: { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', Next: 'second', Retry: retry, ...first },
    second: { Type: 'Task', Resource: 'arn:aws:states:::ecs:runTask.sync', Next: 'last', ...second },
    last: { Type: 'Pass', End: true },
  },
});

describe('a test case', () => {
  let engine: TestEngine;

  beforeEach(() => {
    engine = new TestEngine(() => ({ output: { real: true } }), 1, { mocks: config });
  });

  const run = async (definition: object, testCase: string) => {
    const executionArn = await engine.start(`${await engine.create(definition)}#${testCase}`);
    await engine.run();
    return { ended: await engine.describe(executionArn), outline: await engine.outline(executionArn) };
  };

  test('has the responses of its states instead of calls', async () => {
    const { ended, outline } = await run(machine(), 'Happy');
    expect([ended.status, ended.output, engine.requests]).toEqual(['SUCCEEDED', '{"MessageId":"m"}', []]);
    expect(outline.map((line) => line.split(' ')[2])).toEqual([
      'ExecutionStarted',
      'TaskStateEntered',
      'TaskScheduled',
      'TaskStarted',
      'TaskSucceeded',
      'TaskStateExited',
      'TaskStateEntered',
      'TaskScheduled',
      'TaskStarted',
      'TaskSubmitted',
      'TaskSucceeded',
      'TaskStateExited',
      'PassStateEntered',
      'PassStateExited',
      'ExecutionSucceeded',
    ]);
  });

  test('counts the attempts', async () => {
    const executionArn = await engine.start(`${await engine.create(machine())}#Retried`);
    await engine.run();
    const failed = (await engine.history(executionArn)).filter(({ type }) => type === 'TaskFailed');
    const errors = failed.map(({ taskFailedEventDetails }) => (taskFailedEventDetails as { error: string }).error);
    expect(errors).toEqual(['Lambda.ResourceNotReadyException', 'Lambda.TimeoutException', 'Lambda.TimeoutException']);
    expect((await engine.describe(executionArn)).status).toBe('SUCCEEDED');
  });

  test('runs what it does not name', async () => {
    const { ended } = await run(machine({}, { Resource: 'arn:aws:states:::sqs:sendMessage' }), 'Hybrid');
    expect([ended.output, engine.requests.length]).toEqual(['{"real":true}', 1]);
  });

  test('cannot run what nothing here can do', async () => {
    expect((await run(machine(), 'Hybrid')).ended).toMatchObject({
      error: 'States.Runtime',
      cause: `ecs:runTask.sync can only be mocked by the local Step Functions. Mock the state 'second' in the test case "Hybrid".`,
    });
  });

  test('gives the payload alone where a function is the resource', async () => {
    const { ended } = await run(machine({ Resource: FUNCTION }, { Type: 'Pass', Resource: undefined }), 'Hybrid');
    expect(ended.output).toBe('{"n":1}');
  });

  test('needs no token of a Task that waits for one', async () => {
    const resource = 'arn:aws:states:::sqs:sendMessage.waitForTaskToken';
    expect((await run(machine({}, { Resource: resource }), 'Happy')).ended).toMatchObject({
      output: '{"MessageId":"m"}',
    });
  });

  test('says which attempt has no response', async () => {
    const caught = [{ ErrorEquals: ['Never'], Next: 'last' }];
    const again = { Resource: 'arn:aws:states:::sqs:sendMessage', Next: 'first', Catch: caught };
    expect((await run(machine({}, again), 'Looping')).ended).toMatchObject({
      error: 'States.Runtime',
      cause: expect.stringContaining(`nothing for attempt 1 of the state 'first'. Add the key "1".`),
    });
  });

  test('counts the children of a map run together', async () => {
    const TestCases = { Happy: { first: 'ThrowsTwice' } };
    engine = new TestEngine(undefined, 1, {
      mocks: { ...config, StateMachines: { machine: { TestCases } } },
    });
    const map = {
      Type: 'Map',
      Items: [1, 2, 3, 4],
      MaxConcurrency: 1,
      ItemProcessor: {
        ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
        StartAt: 'first',
        States: { first: { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', End: true } },
      },
      ToleratedFailurePercentage: 100,
      End: true,
    };
    const executionArn = await engine.start(`${await engine.create({ StartAt: 'map', States: { map } })}#Happy`);
    await engine.run();
    expect((await engine.mapRun(executionArn)).itemCounts).toMatchObject({ failed: 3, succeeded: 1 });
  });

  test('is only run when it is asked for', async () => {
    const executionArn = await engine.start(
      await engine.create(machine({}, { Resource: 'arn:aws:states:::sqs:sendMessage' })),
    );
    await engine.run();
    expect((await engine.describe(executionArn)).output).toBe('{"real":true}');
  });

  test.each([
    ['Unknown', 'these test cases only: Happy, Retried, Hybrid, Looping, OfNoState, OfAPass.'],
    ['OfNoState', "it names the state 'third', which the state machine does not have."],
    ['OfAPass', "it names the state 'last', which is a Pass and no Task."],
  ])('%s is refused at the start', async (testCase, problem) => {
    await expect(run(machine(), testCase)).rejects.toMatchObject({
      code: 'ValidationException',
      message: expect.stringContaining(problem),
    });
  });

  test('of a machine that the configuration does not name is refused', async () => {
    const arn = await engine.create(machine({}, { Resource: 'arn:aws:states:::sqs:sendMessage' }), 'other');
    await expect(engine.start(`${arn}#Happy`)).rejects.toThrow("has no state machine 'other'");
  });
});

test('a machine with a service that nothing here can do is refused where it is not mocked', async () => {
  await expect(new TestEngine().create(machine())).rejects.toThrow(
    'The resource arn:aws:states:::ecs:runTask.sync is not supported by the local Step Functions: nothing here does what the service does. A Task on it can be mocked. at /States/second/Resource',
  );
});
