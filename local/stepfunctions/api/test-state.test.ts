import { describe, expect, test } from '@jest/globals';
import type { ServiceModels } from '../test-state/service-models';
import { ROLE, TestEngine } from '../testing/engine';

const models: ServiceModels = {
  find: (service) =>
    service === 'eventbridge'
      ? {
          operations: { PutEvents: { output: { shape: 'Response' } } },
          shapes: {
            Response: {
              type: 'structure',
              members: { FailedEntryCount: { shape: 'Count' } },
              required: ['FailedEntryCount'],
            },
            Count: { type: 'integer' },
          },
        }
      : undefined,
};

const lambda = { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', End: true };
const put = { Type: 'Task', Resource: 'arn:aws:states:::events:putEvents', Parameters: { Entries: [] }, End: true };
const waiting = { ...lambda, Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken' };
const inner = { StartAt: 'Inner', States: { Inner: { Type: 'Pass', End: true } } };
const map = { Type: 'Map', ItemsPath: '$.all', ItemProcessor: inner, End: true };
const distributed = {
  ...map,
  ItemProcessor: { ...inner, ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' } },
};
const parallel = { Type: 'Parallel', Branches: [inner], End: true };

const result = (value: unknown, fieldValidationMode = 'NONE') => ({
  mock: { result: JSON.stringify(value), fieldValidationMode },
});
const failing = (error: string, cause = 'why') => ({ mock: { errorOutput: { error, cause } } });

function request(state: object, input: unknown = {}, more: object = {}) {
  return { definition: JSON.stringify(state), input: JSON.stringify(input), inspectionLevel: 'DEBUG', ...more };
}

async function run(state: object, input: unknown = {}, more: object = {}, engine = new TestEngine()) {
  return engine.handle('TestState', request(state, input, more));
}

describe('a state alone', () => {
  test('shows in JSONPath what its data came to at every step', async () => {
    const state = {
      Type: 'Pass',
      InputPath: '$.payload',
      Parameters: { data: 1 },
      ResultPath: '$.result',
      OutputPath: '$.result.data',
      Next: 'Another State',
    };
    expect(await run(state, { payload: { foo: 'bar' } })).toEqual({
      output: '1',
      inspectionData: {
        input: '{"payload":{"foo":"bar"}}',
        afterInputPath: '{"foo":"bar"}',
        afterParameters: '{"data":1}',
        afterResultSelector: '{"data":1}',
        afterResultPath: '{"payload":{"foo":"bar"},"result":{"data":1}}',
      },
      nextState: 'Another State',
      status: 'SUCCEEDED',
    });
  });

  test('shows the input as it was given where no InputPath chooses of it', async () => {
    const answer = await run({ Type: 'Pass', End: true }, [], { input: '[1, 2]' });
    expect(answer.inspectionData).toMatchObject({ input: '[1, 2]', afterInputPath: '[1, 2]' });
  });

  test('shows at the level INFO no more than its output', async () => {
    expect(await run({ Type: 'Succeed' }, 1, { inspectionLevel: 'INFO' })).toEqual({
      output: '1',
      status: 'SUCCEEDED',
    });
  });

  test('sees the variables given, and tells them with those it assigns', async () => {
    const state = {
      Type: 'Pass',
      QueryLanguage: 'JSONata',
      Assign: { b: '{% $a + 1 %}' },
      Output: '{% $a %}',
      End: true,
    };
    const { output, inspectionData } = await run(state, {}, { variables: '{"a":1}' });
    expect(output).toBe('1');
    expect(inspectionData).toEqual({ input: '{}', variables: '{"a":1,"b":2}' });
  });

  test('may lead back to itself: it is run once', async () => {
    const engine = new TestEngine();
    const state = { ...lambda, End: undefined, Next: 'StateName' };
    const { nextState } = await run(state, {}, { roleArn: ROLE }, engine);
    expect(nextState).toBe('StateName');
    expect(engine.requests).toHaveLength(1);
  });

  test('has faults reported as one of a state machine', async () => {
    await expect(run({ ...parallel, Branches: [] }, {}, result([]))).rejects.toMatchObject({
      code: 'InvalidDefinition',
      message:
        "Invalid State Machine Definition: 'SCHEMA_VALIDATION_FAILED: Value cannot be empty at /States/StateName/Branches'",
    });
  });

  test('tells what fails an expression', async () => {
    const state = { Type: 'Pass', QueryLanguage: 'JSONata', Output: '{% $nothing %}', End: true };
    const { status, error, cause } = await run(state);
    expect([status, error]).toEqual(['FAILED', 'States.QueryEvaluationError']);
    expect(cause).toMatch(/^An error occurred while executing the state 'StateName'/);
  });
});

describe('without a mock', () => {
  test('a Task makes its call with the role given', async () => {
    const engine = new TestEngine(() => ({ output: { Payload: 7 } }));
    const state = { ...lambda, Parameters: { FunctionName: 'f' }, ResultSelector: { seven: 7 } };
    const { output, inspectionData } = await run(state, {}, { roleArn: ROLE }, engine);
    expect(output).toBe('{"seven":7}');
    expect(inspectionData).toMatchObject({ afterParameters: '{"FunctionName":"f"}', result: '{"Payload":7}' });
    expect(engine.requests).toMatchObject([
      { resource: 'lambda:invoke', arguments: { FunctionName: 'f' }, roleArn: ROLE },
    ]);
  });

  test('a Wait takes its time', async () => {
    const engine = new TestEngine();
    const tested = run({ Type: 'Wait', Seconds: 20, End: true }, 1, {}, engine);
    await engine.run();
    expect((await tested).output).toBe('1');
    expect(engine.clock.now() - Date.UTC(2026, 0, 1)).toBe(20_000);
  });

  test('a test ends after five minutes, and so does its call', async () => {
    const engine = new TestEngine(() => new Promise(() => {}));
    const tested = run(lambda, {}, { roleArn: ROLE }, engine);
    await engine.run();
    expect(await tested).toMatchObject({ status: 'FAILED', error: 'States.Timeout' });
    expect(engine.clock.now() - Date.UTC(2026, 0, 1)).toBe(300_000);
    expect(engine.requests[0]?.signal.aborted).toBe(true);
  });

  test('a test under way is given up when the engine closes', async () => {
    const engine = new TestEngine();
    const tested = run({ Type: 'Wait', Seconds: 20, End: true }, 1, {}, engine);
    await engine.settle();
    engine.service.close();
    await expect(tested).rejects.toMatchObject({ code: 'ServiceUnavailable' });
    expect(engine.clock.due()).toBeUndefined();
  });

  test('an integration may show its HTTP exchange at the level TRACE', async () => {
    const exchange = {
      request: { protocol: 'https', method: 'GET', url: 'https://example.com', headers: '{}' },
      response: { protocol: 'https', statusCode: '200', statusMessage: 'OK', headers: '{}' },
    };
    const engine = new TestEngine(({ trace }) => {
      if (trace && !trace.revealSecrets) trace.exchanged(exchange);
      return { output: {} };
    });
    const at = async (inspectionLevel: string) =>
      (await run(lambda, {}, { roleArn: ROLE, inspectionLevel }, engine)).inspectionData;
    expect(await at('TRACE')).toMatchObject(exchange);
    expect(await at('DEBUG')).not.toHaveProperty('request');
  });
});

describe('a mocked error', () => {
  const retrier = { ErrorEquals: ['Busy'], IntervalSeconds: 2, MaxAttempts: 3, BackoffRate: 2 };
  const state = {
    ...lambda,
    Retry: [{ ErrorEquals: ['Other'] }, retrier],
    Catch: [{ ErrorEquals: ['Busy'], ResultPath: '$.error', Next: 'Later' }],
  };
  const after = (retrierRetryCount: number) => ({ ...failing('Busy'), stateConfiguration: { retrierRetryCount } });

  test('is tried again, as late as the retries before make it', async () => {
    expect(await run(state, { a: 1 }, after(1))).toMatchObject({
      status: 'RETRIABLE',
      error: 'Busy',
      cause: 'why',
      inspectionData: { errorDetails: { retryIndex: 1, retryBackoffIntervalSeconds: 4 } },
    });
  });

  test('is caught when its retrier is used up', async () => {
    const outcome = await run(state, { a: 1 }, after(3));
    expect(outcome.inspectionData).not.toHaveProperty('afterResultPath');
    expect(outcome).toMatchObject({
      status: 'CAUGHT_ERROR',
      output: '{"a":1,"error":{"Error":"Busy","Cause":"why"}}',
      nextState: 'Later',
      inspectionData: { errorDetails: { retryIndex: 1, catchIndex: 0 } },
    });
  });

  test('fails the state that does not handle it', async () => {
    const outcome = await run(state, {}, failing('Unknown'));
    expect(outcome).toMatchObject({ status: 'FAILED', error: 'Unknown' });
    expect(outcome.inspectionData).not.toHaveProperty('errorDetails');
    expect(outcome).not.toHaveProperty('nextState');
  });

  test('counts as many retries as the context object tells, if nothing else does', async () => {
    const context = JSON.stringify({ State: { RetryCount: 3 } });
    expect((await run(state, {}, { ...failing('Busy'), context })).status).toBe('CAUGHT_ERROR');
  });
});

describe('a mocked result', () => {
  test('passes through the real state, and no call is made', async () => {
    const engine = new TestEngine();
    const state = { ...lambda, ResultSelector: { payload: '$.Payload' }, ResultPath: '$.r' };
    const selected = { ...state, ResultSelector: { 'payload.$': '$.Payload' } };
    const { output } = await run(selected, { a: 1 }, result({ Payload: 2 }), engine);
    expect(output).toBe('{"a":1,"r":{"payload":2}}');
    expect(engine.requests).toEqual([]);
  });

  test('does so for an activity and for a task that waits for its token', async () => {
    const activity = { ...lambda, Resource: 'arn:aws:states:ap-northeast-1:000000000000:activity:a' };
    const token = { ...waiting, Parameters: { 'token.$': '$$.Task.Token' } };
    expect((await run(activity, {}, result(1, 'STRICT'))).output).toBe('1');
    const { output, inspectionData } = await run(
      token,
      {},
      { ...result(1, 'STRICT'), context: '{"Task":{"Token":"t"}}' },
    );
    expect(output).toBe('1');
    expect(inspectionData).toMatchObject({ afterParameters: '{"token":"t"}' });
  });

  test('is measured by the model of the API, as closely as the mode says', async () => {
    const given = (value: unknown, mode: string) =>
      run(put, {}, result(value, mode), new TestEngine(undefined, 1, { models }));
    await expect(given({}, 'STRICT')).rejects.toThrow(
      "Mock result schema validation error: Required field 'FailedEntryCount' is missing",
    );
    await expect(given({ FailedEntryCount: '0' }, 'PRESENT')).rejects.toThrow(
      "Field 'FailedEntryCount' must be a number",
    );
    expect((await given({}, 'PRESENT')).status).toBe('SUCCEEDED');
    expect((await given({ FailedEntryCount: '0' }, 'NONE')).status).toBe('SUCCEEDED');
  });

  test('that no model can measure is refused, not taken', async () => {
    await expect(run(put, {}, result({}, 'STRICT'))).rejects.toThrow(
      /has no service models.*fieldValidationMode to NONE/,
    );
    await expect(run(lambda, {}, result({}, 'PRESENT'), new TestEngine(undefined, 1, { models }))).rejects.toThrow(
      /do not have lambda Invoke/,
    );
  });
});

describe('a Map or a Parallel', () => {
  test('shows how its items become inputs, whose iterations do not run', async () => {
    const state = {
      ...distributed,
      ItemSelector: { 'v.$': '$$.Map.Item.Value', 'i.$': '$$.Map.Item.Index' },
      ItemBatcher: { MaxItemsPerBatch: 2 },
      MaxConcurrency: 5,
      ToleratedFailurePercentage: 50,
    };
    expect(await run(state, { all: [7, 8, 9] }, result(['done']))).toMatchObject({
      output: '["done"]',
      inspectionData: {
        afterItemsPath: '[7, 8, 9]',
        afterItemSelector: '[{"v":7,"i":0},{"v":8,"i":1},{"v":9,"i":2}]',
        afterItemBatcher: '[{"Items":[{"v":7,"i":0},{"v":8,"i":1}]},{"Items":[{"v":9,"i":2}]}]',
        maxConcurrency: 5,
        toleratedFailurePercentage: 50,
        afterResultPath: '["done"]',
      },
    });
  });

  test('fails when more iterations have failed than it tolerates', async () => {
    const state = {
      ...distributed,
      ToleratedFailureCount: 1,
      Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Handle' }],
    };
    const failed = (mapIterationFailureCount: number) =>
      run(state, { all: [1, 2, 3] }, { ...result([1, 2, 3]), stateConfiguration: { mapIterationFailureCount } });
    expect((await failed(1)).status).toBe('SUCCEEDED');
    expect(await failed(2)).toMatchObject({
      status: 'CAUGHT_ERROR',
      error: 'States.ExceedToleratedFailureThreshold',
      cause: 'The specified tolerated failure threshold was exceeded',
      nextState: 'Handle',
    });
    await expect(failed(4)).rejects.toThrow(
      'Map iteration failure count must be less than or equal to the number of Map iterations',
    );
  });

  test('takes the data of its ItemReader from the request', async () => {
    const ItemReader = {
      Resource: 'arn:aws:states:::s3:getObject',
      ReaderConfig: { InputType: 'CSV', CSVHeaderLocation: 'FIRST_ROW' },
      Parameters: { Bucket: 'b', Key: 'k' },
    };
    const { ItemsPath: _, ...rest } = distributed;
    const state = { ...rest, ItemReader, ItemSelector: { 'row.$': '$$.Map.Item.Value', 'of.$': '$$.Map.Item.Source' } };
    const stateConfiguration = { mapItemReaderData: 'id\n1\n2\n' };
    const { inspectionData } = await run(state, {}, { ...result([]), stateConfiguration });
    expect(inspectionData).toMatchObject({
      afterItemSelector: '[{"row":{"id":"1"},"of":"s3://b/k"},{"row":{"id":"2"},"of":"s3://b/k"}]',
    });
    await expect(run(state, {}, result([]))).rejects.toThrow('ItemReader data must be specified');
  });

  test('shows the items that its ItemsPointer points at, also when nothing can be made of them', async () => {
    const ItemReader = {
      Resource: 'arn:aws:states:::s3:getObject',
      ReaderConfig: { InputType: 'JSON', ItemsPointer: '/a/b' },
      Parameters: { Bucket: 'b', Key: 'k' },
    };
    const { ItemsPath: _, ...rest } = distributed;
    const stateConfiguration = { mapItemReaderData: '{"a":{"b":[1,{"c":2}]}}' };
    const inspect = async (state: object) =>
      (await run(state, {}, { ...result([]), stateConfiguration })).inspectionData;
    expect(await inspect({ ...rest, ItemReader })).toMatchObject({ afterItemsPointer: '[1,{"c":2}]' });
    const ItemSelector = { 'none.$': '$$.Map.Item.Value.none' };
    expect(await inspect({ ...rest, ItemReader, ItemSelector })).toMatchObject({ afterItemsPointer: '[1,{"c":2}]' });
    const whole = { ...ItemReader, ReaderConfig: { InputType: 'JSON' } };
    expect(
      (
        await run(
          { ...rest, ItemReader: whole },
          {},
          { ...result([]), stateConfiguration: { mapItemReaderData: '[1]' } },
        )
      ).inspectionData,
    ).not.toHaveProperty('afterItemsPointer');
  });

  test('does not run what is within an inline Map or a Parallel', async () => {
    const fails = { StartAt: 'Fails', States: { Fails: { Type: 'Fail' } } };
    const outcome = await run({ ...map, ItemProcessor: fails }, { all: [1, 2] }, result([3, 4]));
    expect(outcome).toMatchObject({ status: 'SUCCEEDED', output: '[3,4]', inspectionData: { maxConcurrency: 0 } });
    expect(await run({ ...parallel, Branches: [fails] }, { a: 1 }, result([5]))).toEqual({
      status: 'SUCCEEDED',
      output: '[5]',
      inspectionData: { input: '{"a":1}', afterResultSelector: '[5]', afterResultPath: '[5]' },
    });
  });

  test('has its paths checked before its mock is used', async () => {
    const { status, cause } = await run(map, { all: 1 }, result([]));
    expect([status, cause]).toEqual(['FAILED', 'Reference path "$.all" must point to array.']);
  });

  test.each([
    [map, { a: 1 }, 'Mocked result must be an array.'],
    [parallel, { a: 1 }, 'Mocked result must be an array.'],
    [parallel, [1, 2], 'Mocked result must contain the same number of items as number of Parallel branches.'],
    [
      { ...distributed, ResultWriter: { Resource: 'arn:aws:states:::s3:putObject', Parameters: { Bucket: 'b' } } },
      [],
      'Mocked result must be a JSON object.',
    ],
  ])('%j cannot have the result %j', async (state, value, message) => {
    await expect(run(state, { all: [] }, result(value))).rejects.toThrow(message);
  });
});

describe('a state of a state machine', () => {
  const machine = (around: object) => ({ StartAt: 'Around', States: { Around: around, Handle: { Type: 'Succeed' } } });
  const handled = { Catch: [{ ErrorEquals: ['Bad'], Next: 'Handle' }] };
  const work = { StartAt: 'Work', States: { Work: lambda } };

  test('is found by its name, wherever it stands, and knows the item it works on', async () => {
    const state = { Type: 'Pass', Parameters: { 'map.$': '$$.Map.Item', 'name.$': '$$.State.Name' }, End: true };
    const definition = machine({ ...map, ItemProcessor: { StartAt: 'Within', States: { Within: state } }, ...handled });
    const { output } = await run(definition, 5, { stateName: 'Within' });
    expect(JSON.parse(String(output))).toMatchObject({ map: { Index: 0, Value: 5 }, name: 'StateName' });
    await expect(run(definition, 5, { stateName: 'Nowhere' })).rejects.toMatchObject({
      code: 'ValidationException',
      message: 'State not found in definition',
    });
  });

  test.each([
    ['inline Map', { ...map, ItemProcessor: work, ...handled }],
    ['Parallel', { ...parallel, Branches: [work], ...handled }],
  ])('fails into the catchers of the %s around it', async (_, around) => {
    expect(await run(machine(around), {}, { stateName: 'Work', ...failing('Bad') })).toMatchObject({
      status: 'CAUGHT_ERROR',
      nextState: 'Handle',
      inspectionData: { errorDetails: { catchIndex: 0 } },
    });
  });

  test('fails within a Distributed Map alone', async () => {
    const around = { ...distributed, ItemProcessor: { ...distributed.ItemProcessor, ...work }, ...handled };
    expect((await run(machine(around), {}, { stateName: 'Work', ...failing('Bad') })).status).toBe('FAILED');
  });
});

describe('a state within a Distributed Map, when other items have failed', () => {
  const work = { StartAt: 'Work', States: { Work: lambda } };
  const within = (more: object, state: object = work) => ({
    StartAt: 'Around',
    States: {
      Around: {
        ...distributed,
        ItemProcessor: { ...distributed.ItemProcessor, ...state },
        End: undefined,
        Next: 'Handle',
        ...more,
      },
      Handle: { Type: 'Succeed' },
    },
  });
  const Catch = [{ ErrorEquals: ['States.ExceedToleratedFailureThreshold'], Next: 'Handle' }];
  const others = (mapIterationFailureCount: number) => ({
    stateName: 'Work',
    ...failing('Bad'),
    stateConfiguration: { mapIterationFailureCount },
  });

  test('fails the Map with one more than it tolerates', async () => {
    const definition = within({ ToleratedFailureCount: 2, Catch });
    expect(await run(definition, {}, others(1))).toMatchObject({ status: 'FAILED', error: 'Bad' });
    expect(await run(definition, {}, others(2))).toMatchObject({
      status: 'CAUGHT_ERROR',
      error: 'States.ExceedToleratedFailureThreshold',
      nextState: 'Handle',
    });
    expect(await run(within({ ToleratedFailureCount: 2 }), {}, others(2))).toMatchObject({
      status: 'FAILED',
      error: 'States.ExceedToleratedFailureThreshold',
    });
  });

  test('fails it through a Parallel between them, unless that catches', async () => {
    const branching = (more: object) => ({
      StartAt: 'P',
      States: {
        P: { ...parallel, Branches: [work], End: undefined, Next: 'Here', ...more },
        Here: { Type: 'Succeed' },
      },
    });
    const caught = { Catch: [{ ErrorEquals: ['Bad'], Next: 'Here' }] };
    const nextOf = async (more: object, count: number) => {
      const definition = within({ ToleratedFailureCount: 0, Catch }, branching(more));
      return (await run(definition, {}, others(count))).nextState;
    };
    expect(await nextOf({}, 0)).toBe('Handle');
    expect(await nextOf(caught, 9)).toBe('Here');
  });

  test('fails alone where the Map does not say what it tolerates, or it succeeds', async () => {
    expect(await run(within({ Catch }), {}, others(5))).toMatchObject({ status: 'FAILED', error: 'Bad' });
    const succeeding = { ...others(5), ...result({ Payload: 1 }) };
    expect((await run(within({ ToleratedFailureCount: 1, Catch }), {}, succeeding)).status).toBe('SUCCEEDED');
  });

  test.each([
    [{ ToleratedFailurePercentage: 5 }, 'it has a ToleratedFailurePercentage'],
    [{ ToleratedFailureCountPath: '$.n' }, 'it has a ToleratedFailureCount that depends on its input'],
  ])('cannot be measured by %j', async (more, message) => {
    await expect(run(within(more), {}, others(1))).rejects.toThrow(message);
  });
});

describe('a request is refused', () => {
  const unmocked = 'TestState API does not support';
  test.each<[string, object, object, string]>([
    [
      'a mock for a Choice',
      { Type: 'Choice', Choices: [{ Variable: '$.a', IsPresent: true, Next: 'B' }] },
      result(1),
      "State type 'Choice' is not supported when a mock is specified",
    ],
    [
      'a Map without a mock',
      map,
      {},
      `${unmocked} Map or Parallel states. Supported state types include: [Task, Wait, Pass, Succeed, Fail, Choice]`,
    ],
    ['a waiting task without a mock', waiting, { roleArn: ROLE }, `${unmocked} '.sync' or '.waitForTaskToken'`],
    [
      'a task that cannot be called',
      put,
      { roleArn: ROLE },
      'cannot call arn:aws:states:::events:putEvents: specify a mock',
    ],
    ['a Task without a role', lambda, {}, 'RoleArn must be specified when testing a Task state'],
    [
      'a result with an error',
      lambda,
      { mock: { ...result(1).mock, errorOutput: { error: 'E' } } },
      'A test mock should have only one of the following fields: [result, errorOutput].',
    ],
    ['an empty mock', lambda, { mock: {} }, 'A test mock should have one of the following fields'],
    ['an error without its name', lambda, { mock: { errorOutput: { cause: 'c' } } }, 'should have the field error'],
    [
      'secrets with a mock',
      lambda,
      { ...result(1), revealSecrets: true },
      'TestState does not support RevealSecrets when a mock is specified.',
    ],
    ['a result that is no JSON', lambda, { mock: { result: 'text' } }, 'Mocked result must be valid JSON'],
    [
      'a failure count without a mock',
      map,
      { stateConfiguration: { mapIterationFailureCount: 0 } },
      'TestState does not support MapIterationFailureCount when a mock is not specified.',
    ],
    [
      'a context without a mock',
      { Type: 'Succeed' },
      { context: '{}' },
      'TestState does not support Context when a mock is not specified.',
    ],
    [
      'a failure count for a Task',
      lambda,
      { ...result(1), stateConfiguration: { mapIterationFailureCount: 0 } },
      'is for Map states',
    ],
    [
      'data of an ItemReader that there is not',
      map,
      { ...result([]), stateConfiguration: { mapItemReaderData: '[1]' } },
      'is for Map states with an ItemReader, but the tested state has none.',
    ],
    [
      'data of an ItemReader for a Task',
      lambda,
      { ...result(1), stateConfiguration: { mapItemReaderData: '[1]' } },
      'but the tested state is a Task state.',
    ],
    [
      'an error from an unknown state',
      map,
      { ...failing('E'), stateConfiguration: { errorCausedByState: 'X' } },
      "There is no state 'X' within the tested state",
    ],
    ['variables that are no object', { Type: 'Succeed' }, { variables: '[]' }, 'variables must be a JSON object.'],
    [
      'a wrong type in the context',
      lambda,
      { ...result(1), context: '{"Execution":{"Id":1}}' },
      'Invalid Context object provided: Execution.Id must be a string',
    ],
    [
      'an unknown field in the context',
      lambda,
      { ...result(1), context: '{"State":{"Pokemon":1}}' },
      "Invalid Context object provided: Field 'Pokemon' is not allowed",
    ],
    [
      'a map in the context',
      lambda,
      { ...result(1), context: '{"Map":{}}' },
      "Invalid Context object provided: 'Map' field is not supported when mocking a Context object",
    ],
    [
      'a token for a task that does not wait',
      lambda,
      { ...result(1), context: '{"Task":{"Token":"t"}}' },
      "Context object contains 'Task' when state is not a Task state",
    ],
  ])('for %s', async (_, state, more, message) => {
    await expect(run(state, { all: [] }, more)).rejects.toThrow(message);
  });
});
