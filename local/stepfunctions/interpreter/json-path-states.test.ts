import { describe, expect, test } from '@jest/globals';
import type { JsonValue } from '../json';
import { START, TestEngine } from '../testing/engine';

const end = { End: true };
const machine = (States: object) => ({ QueryLanguage: 'JSONPath', StartAt: Object.keys(States)[0], States });
const run = (States: object, input: unknown = {}, answer?: () => { output: JsonValue }) =>
  new TestEngine(answer).execute(machine(States), input);
const LAMBDA = 'arn:aws:states:::lambda:invoke';

describe('input and output of a state in JSONPath', () => {
  test.each<[object, unknown, unknown]>([
    [{ Type: 'Pass' }, { a: 1 }, { a: 1 }],
    [{ Type: 'Pass', InputPath: '$.a' }, { a: 1 }, 1],
    [{ Type: 'Pass', InputPath: null }, { a: 1 }, {}],
    [{ Type: 'Pass', Result: [1], ResultPath: '$.b.c' }, { a: 1 }, { a: 1, b: { c: [1] } }],
    [{ Type: 'Pass', Result: 1, ResultPath: null }, { a: 1 }, { a: 1 }],
    [{ Type: 'Pass', Result: 1, ResultPath: '$.l[1]' }, { l: [0, 0] }, { l: [0, 1] }],
    [{ Type: 'Pass', InputPath: '$.a', ResultPath: '$.b' }, { a: 1 }, { a: 1, b: 1 }],
    [{ Type: 'Pass', OutputPath: '$.a' }, { a: 1 }, 1],
    [{ Type: 'Pass', OutputPath: null }, { a: 1 }, {}],
    [{ Type: 'Pass', OutputPath: '$$.Execution.Name' }, {}, 'run'],
    [
      { Type: 'Pass', Parameters: { 'b.$': '$.a', c: [{ 'd.$': '$.l[7]' }] } },
      { a: 1, l: [] },
      { b: 1, c: [{ d: null }] },
    ],
    [{ Type: 'Wait', Seconds: 1, InputPath: '$.a', OutputPath: '$.b' }, { a: { b: 1 } }, 1],
  ])('%j of %j is %j', async (state, input, output) => {
    expect(await run({ s: { ...state, ...end } }, input)).toMatchObject({ output: JSON.stringify(output) });
  });

  test('a field may be named __proto__', async () => {
    const Parameters = JSON.parse('{"__proto__.$":"$.a","b":{"__proto__":2,"c.$":"$.a"}}');
    const output = '{"__proto__":1,"b":{"__proto__":2,"c":1}}';
    expect(await run({ s: { Type: 'Pass', Parameters, ...end } }, { a: 1 })).toMatchObject({ output });
  });

  test('of a Task: Parameters, ResultSelector of the result, ResultPath into the raw input, OutputPath', async () => {
    const engine = new TestEngine(() => ({ output: { Payload: { v: 5 }, StatusCode: 200 } }));
    const s = {
      Type: 'Task',
      Resource: LAMBDA,
      InputPath: '$.in',
      Parameters: { FunctionName: 'f', 'Payload.$': '$' },
      ResultSelector: { 'v.$': '$.Payload.v', 'name.$': '$$.State.Name' },
      ResultPath: '$.out',
      ...end,
    };
    expect(await engine.execute(machine({ s }), { in: { a: 1 } })).toMatchObject({
      output: '{"in":{"a":1},"out":{"v":5,"name":"s"}}',
    });
    expect(engine.requests[0]?.arguments).toEqual({ FunctionName: 'f', Payload: { a: 1 } });
  });

  test('Assign sees the result before ResultSelector, and all states after it see the variables', async () => {
    const s = { Type: 'Task', Resource: LAMBDA, ResultSelector: {}, Assign: { 'v.$': '$.Payload', w: 1 }, Next: 't' };
    const t = { Type: 'Pass', Parameters: { 'sum.$': 'States.MathAdd($v.n, $w)' }, ...end };
    expect(await run({ s, t }, {}, () => ({ output: { Payload: { n: 4 } } }))).toMatchObject({ output: '{"sum":5}' });
  });

  test('a catcher puts the error where its ResultPath says', async () => {
    const engine = new TestEngine(() => ({ error: 'Broken', cause: 'why' }));
    const Catch = [{ ErrorEquals: ['Broken'], ResultPath: '$.error', Next: 't' }];
    const States = { s: { Type: 'Task', Resource: LAMBDA, Catch, ...end }, t: { Type: 'Pass', ...end } };
    expect(await engine.execute(machine(States), { a: 1 })).toMatchObject({
      output: '{"a":1,"error":{"Error":"Broken","Cause":"why"}}',
    });
  });

  test.each<[object, string]>([
    [{ InputPath: '$.nope' }, "Invalid path '$.nope' : No results for path: $['nope']"],
    [{ OutputPath: '$.a.b' }, "Invalid path '$.a.b' : Expected to find an object with property ['b'] in path $['a']"],
    [
      { Parameters: { 'b.$': '$.nope' } },
      `The JSONPath '$.nope' specified for the field 'b.$' could not be found in the input '{"a":1}'`,
    ],
    [{ Parameters: { 'b.$': '$$.Nope' } }, "The JSONPath '$$.Nope' specified for the field 'b.$' could not be found"],
    [{ Parameters: { 'b.$': 'States.ArrayLength($.a)' } }, "The function 'States.ArrayLength($.a)' had the following"],
  ])('%j ends the execution with States.Runtime', async (fields, sentence) => {
    const engine = new TestEngine();
    const ended = await engine.execute(machine({ s: { Type: 'Pass', ...fields, ...end } }), { a: 1 });
    expect(ended).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
    expect(ended.cause).toContain(`while executing the state 's' (entered at the event id #2). ${sentence}`);
    expect((await engine.outline(ended.executionArn)).slice(2)).toEqual(['3 2 ExecutionFailed']);
  });

  test.each<[string, unknown, string]>([
    ['$.a', 'text', 'Unable to apply ReferencePath $.a to input "text"'],
    ['$.a', [1], 'Unable to apply step "a" to input [1]'],
    ['$.a.b', { a: 1 }, 'Unable to apply step "b" to input {"a":1}'],
    ['$.a[1].b', { a: [1] }, 'Unable to apply step "1" to input {"a":[1]}'],
  ])('ResultPath %s in %j ends the execution with States.ReferencePathConflict', async (ResultPath, input, cause) => {
    const engine = new TestEngine();
    const ended = await engine.execute(machine({ s: { Type: 'Pass', ResultPath, ...end } }), input);
    expect(ended).toMatchObject({ status: 'FAILED', error: 'States.ReferencePathConflict', cause });
    expect((await engine.outline(ended.executionArn)).slice(2)).toEqual(['3 2 ExecutionFailed']);
  });

  test('nothing takes States.Runtime, not even the Catch of a Map around', async () => {
    const s = { Type: 'Pass', InputPath: '$.nope', ...end };
    const each = {
      Type: 'Map',
      ItemsPath: '$.l',
      ItemProcessor: { StartAt: 's', States: { s } },
      Catch: [{ ErrorEquals: ['States.ALL'], Next: 'caught' }],
      ...end,
    };
    expect(await run({ each, caught: { Type: 'Succeed' } }, { l: [1] })).toMatchObject({ error: 'States.Runtime' });
  });
});

describe('fields that end in Path', () => {
  test.each<[unknown, number | string]>([
    [{ s: 5 }, 5],
    [{ s: 1.5 }, 'The SecondsPath parameter cannot be parsed as a long value: $.s == 1.5'],
    [{ s: -1 }, 'The SecondsPath parameter references a negative value: $.s == -1'],
    [{ s: '5' }, 'The SecondsPath parameter does not reference an input value: $.s'],
    [{}, 'The SecondsPath parameter does not reference an input value: $.s'],
  ])('SecondsPath in %j: %s', async (input, expected) => {
    const ended = await run({ w: { Type: 'Wait', SecondsPath: '$.s', ...end } }, input);
    if (typeof expected === 'number') expect(ended.stopDate).toBe(START / 1000 + expected);
    else expect(ended.cause).toContain(expected);
  });

  test.each<[unknown, number | string]>([
    [{ t: '2026-01-01T00:01:00Z' }, 60],
    [
      { t: '2026-01-01' },
      'does not reference a valid ISO-8601 extended offset date-time format string: $.t == 2026-01-01',
    ],
    [{ t: '2026-01-01T24:00:00Z' }, 'date-time format string: $.t == 2026-01-01T24:00:00Z'],
    [{ t: 5 }, 'The TimestampPath parameter does not reference an input value: $.t'],
  ])('TimestampPath in %j: %s', async (input, expected) => {
    const ended = await run({ w: { Type: 'Wait', TimestampPath: '$.t', ...end } }, input);
    if (typeof expected === 'number') expect(ended.stopDate).toBe(START / 1000 + expected);
    else expect(ended.cause).toContain(expected);
  });

  test('TimeoutSecondsPath limits a Task, and says where it leads nowhere', async () => {
    const s = { Type: 'Task', Resource: `${LAMBDA}.waitForTaskToken`, TimeoutSecondsPath: '$.t', ...end };
    expect(await run({ s }, { t: 30 }, () => ({ output: 1 }))).toMatchObject({
      error: 'States.Timeout',
      stopDate: START / 1000 + 30,
    });
    expect((await run({ s }, {})).cause).toContain("Invalid path '$.t' : No results for path: $['t']");
  });

  test('ErrorPath and CausePath of a Fail take paths and functions', async () => {
    const f = { Type: 'Fail', ErrorPath: '$.e', CausePath: "States.Format('because {}', $.c)" };
    expect(await run({ f }, { e: 'E', c: 'so' })).toMatchObject({ error: 'E', cause: 'because so' });
    expect((await run({ f }, { c: 'so' })).cause).toContain(
      "The JSONPath '$.e' specified for the field 'ErrorPath' could not be found in the input",
    );
  });

  test.each<[unknown, unknown]>([
    ['1', 'SUCCEEDED'],
    ['many', 'The MaxConcurrencyPath field refers to value "many" which is not a valid integer: $.m'],
    [{}, 'The MaxConcurrencyPath field refers to value "{}" which is not a valid integer: $.m'],
  ])('MaxConcurrencyPath that leads to %j: %s', async (m, expected) => {
    const ItemProcessor = { StartAt: 'p', States: { p: { Type: 'Pass', ...end } } };
    const each = { Type: 'Map', ItemsPath: '$.l', MaxConcurrencyPath: '$.m', ItemProcessor, ...end };
    const ended = await run({ each }, { l: [1, 2], m });
    expect(ended.status === 'SUCCEEDED' ? ended.status : ended.cause).toContain(expected);
  });
});

describe('a Map in JSONPath', () => {
  const Iterator = { StartAt: 'p', States: { p: { Type: 'Pass', ...end } } };

  test('has the old Iterator and Parameters as well', async () => {
    const Parameters = { 'i.$': '$$.Map.Item.Index', 'v.$': '$$.Map.Item.Value', 'o.$': '$.other' };
    const each = { Type: 'Map', InputPath: '$.in', ItemsPath: '$.list', Parameters, Iterator, ...end };
    expect(await run({ each }, { in: { list: [7], other: 'x' } })).toMatchObject({
      output: '[{"i":0,"v":7,"o":"x"}]',
    });
  });

  test('needs something at its ItemsPath', async () => {
    const each = { Type: 'Map', ItemsPath: '$.l.items', Iterator, ...end };
    expect(await run({ each }, { l: { other: 1 } })).toMatchObject({
      error: 'States.ReferencePathConflict',
      cause: 'Unable to apply step "items" to input {"l":{"other":1}}',
    });
  });

  test.each(['$', '$.l'])('needs an array at its ItemsPath: %s', async (ItemsPath) => {
    const each = { Type: 'Map', ItemsPath, Iterator, ...end };
    expect(await run({ each }, { l: 1 })).toMatchObject({
      error: 'States.Runtime',
      cause: `Reference path "${ItemsPath}" must point to array.`,
    });
  });
});

test.each([
  [{ ErrorPath: '$.n' }, 'The ErrorPath field refers to value "5" which is not a valid string: $.n'],
  [{ CausePath: '$.n' }, 'The CausePath field refers to value "5" which is not a valid string: $.n'],
  [{ CausePath: 'States.MathAdd($.n, 1)' }, "Expected 'string', but was 'number' for value: 6"],
])('Fail with %j at a number fails as paths do, which nothing takes', async (fields, cause) => {
  const engine = new TestEngine();
  const Branches = [{ StartAt: 'fail', States: { fail: { Type: 'Fail', ...fields } } }];
  const Catch = [{ ErrorEquals: ['States.ALL'], Next: 'caught' }];
  const States = { both: { Type: 'Parallel', Branches, Catch, End: true }, caught: { Type: 'Succeed' } };
  const end = await engine.execute({ StartAt: 'both', QueryLanguage: 'JSONPath', States }, { n: 5 });
  expect(end).toMatchObject({ status: 'FAILED', error: 'States.Runtime', cause: expect.stringContaining(cause) });
  expect(await engine.outline(end.executionArn)).not.toContainEqual(expect.stringContaining('EvaluationFailed'));
});

test.each([
  [{ 'Bucket.$': '$.n' }, 'The Bucket.$ field refers to value "5" which is not a valid string: $.n'],
  [{ 'Bucket.$': '$.s', 'Prefix.$': 'States.MathAdd($.n, 1)' }, "Expected 'string', but was 'number' for value: 6"],
  [{ Bucket: 5 }, "Expected 'string', but was 'number' for value: 5"],
])('a ResultWriter with %j does so, too', async (Parameters, cause) => {
  const ItemProcessor = {
    ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
    StartAt: 'one',
    States: { one: { Type: 'Pass', End: true } },
  };
  const ResultWriter = { Resource: 'arn:aws:states:::s3:putObject', Parameters };
  const map = { Type: 'Map', ItemsPath: '$.list', ItemProcessor, ResultWriter, End: true };
  const definition = { StartAt: 'map', QueryLanguage: 'JSONPath', States: { map } };
  const end = await new TestEngine().execute(definition, { n: 5, s: 'b', list: [1] });
  expect(end).toMatchObject({ status: 'FAILED', error: 'States.Runtime', cause: expect.stringContaining(cause) });
});
