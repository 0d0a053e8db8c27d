import { describe, expect, test } from '@jest/globals';
import { ROLE, TestEngine } from '../testing/engine';
import { distributed, failing, lambda, map, parallel, result, run } from '../testing/tested-states';

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
