import { createHash } from 'node:crypto';
import type { JsonObject, JsonValue } from '../json';
import { block, distributed, failing, never, type Proof, type Proofs, ROWS, TOKEN, task, withFields } from './proofs';

const jsonPath = (call: string, output: JsonValue): Proof => ({
  definition: withFields('Pass', 'JSONPath', { Parameters: { 'made.$': call } }),
  output: { made: output },
});
const jsonata = (expression: string, output: JsonValue): Proof => ({
  definition: withFields('Pass', 'JSONata', { Output: `{% ${expression} %}` }),
  output,
});
const hash = (text: string) => createHash('sha256').update(text).digest('hex');
/** A version 4 UUID, twice, and not the same. */
const UUIDS = '$match($a, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/) and $a != $uuid()';

/** Proofs of the functions of Step Functions, by their names. */
export const FUNCTION_PROOFS: Proofs = {
  'States.Format': jsonPath("States.Format('{} of {}', $.n, $.list)", '1 of [1, 2]'),
  'States.StringToJson': { ...jsonPath('States.StringToJson($.text)', [{ a: 1 }]), input: { text: '[{"a":1}]' } },
  'States.JsonToString': jsonPath('States.JsonToString($.list)', '[1,2]'),
  'States.Array': jsonPath("States.Array($.n, 'a', null)", [1, 'a', null]),
  'States.ArrayPartition': { ...jsonPath('States.ArrayPartition($.l, 2)', [[1, 2], [3]]), input: { l: [1, 2, 3] } },
  'States.ArrayContains': jsonPath('States.ArrayContains($.list, 2)', true),
  'States.ArrayRange': jsonPath('States.ArrayRange(1, 9, 4)', [1, 5, 9]),
  'States.ArrayGetItem': jsonPath('States.ArrayGetItem($.list, 1)', 2),
  'States.ArrayLength': jsonPath('States.ArrayLength($.list)', 2),
  'States.ArrayUnique': { ...jsonPath('States.ArrayUnique($.l)', [1, 2]), input: { l: [1, 2, 1] } },
  'States.Base64Encode': jsonPath("States.Base64Encode('a?b')", 'YT9i'),
  'States.Base64Decode': jsonPath("States.Base64Decode('YT9i')", 'a?b'),
  'States.Hash': jsonPath("States.Hash('text', 'SHA-256')", hash('text')),
  'States.JsonMerge': {
    ...jsonPath('States.JsonMerge($.a, $.b, false)', { x: { z: 2 }, y: 1 }),
    input: { a: { x: { w: 1 }, y: 1 }, b: { x: { z: 2 } } },
  },
  'States.MathRandom': jsonPath('States.MathRandom(5, 6)', 5),
  'States.MathAdd': jsonPath('States.MathAdd($.n, -3)', -2),
  'States.StringSplit': jsonPath("States.StringSplit('a,b.c', ',.')", ['a', 'b', 'c']),
  'States.UUID': {
    definition: {
      QueryLanguage: 'JSONPath',
      StartAt: 's',
      States: {
        s: { Type: 'Pass', Parameters: { 'a.$': 'States.UUID()', 'b.$': 'States.UUID()' }, Next: 't' },
        t: {
          Type: 'Pass',
          QueryLanguage: 'JSONata',
          Output: '{% [$length($states.input.a), $states.input.a = $states.input.b] %}',
          End: true,
        },
      },
    },
    output: [36, false],
  },
  $partition: jsonata('$partition([1, 2, 3], 2)', [[1, 2], [3]]),
  $range: jsonata('$range(1, 9, 4)', [1, 5, 9]),
  $hash: jsonata("$hash('text', 'SHA-256')", hash('text')),
  $random: jsonata('($a := $random(7); $a >= 0 and $a < 1 and $a = $random(7) and $a != $random())', true),
  $uuid: jsonata(`($a := $uuid(); $boolean(${UUIDS}))`, true),
  $parse: jsonata('$parse($string({"a": [1]})).a[0]', 1),
};

const pass = (fields: JsonObject): JsonObject => withFields('Pass', 'JSONPath', fields);
const caught = (name: string, error: string): Proof => ({
  definition: withFields('Task', 'JSONata', { Catch: [{ ErrorEquals: [name], Next: 'end' }] }),
  answer: failing(1, error),
  output: 'end',
});

/** Proofs of the errors of Step Functions, by their names: what is said to lead to one does. */
export const ERROR_PROOFS: Proofs = {
  'States.ALL': caught('States.ALL', 'Any.Error'),
  'States.TaskFailed': caught('States.TaskFailed', 'Any.Error'),
  'States.Timeout': {
    definition: withFields('Task', 'JSONata', { TimeoutSeconds: 2 }),
    answer: never,
    error: 'States.Timeout',
    seconds: 2,
  },
  'States.HeartbeatTimeout': {
    definition: withFields('Task', 'JSONata', {
      Resource: TOKEN,
      HeartbeatSeconds: 1,
      TimeoutSeconds: 9,
      Catch: [{ ErrorEquals: ['States.HeartbeatTimeout'], Next: 'end' }],
    }),
    output: 'end',
    seconds: 1,
  },
  'States.Runtime': { definition: pass({ InputPath: '$.nowhere' }), error: 'States.Runtime' },
  'States.ReferencePathConflict': { definition: pass({ ResultPath: '$.n.m' }), error: 'States.ReferencePathConflict' },
  'States.DataLimitExceeded': {
    definition: withFields('Task', 'JSONata', {}),
    answer: () => () => ({ output: 'x'.repeat(256 * 1024) }),
    error: 'States.DataLimitExceeded',
  },
  'States.QueryEvaluationError': {
    definition: withFields('Pass', 'JSONata', { Output: "{% 1 + 'a' %}" }),
    error: 'States.QueryEvaluationError',
  },
  'States.NoChoiceMatched': {
    definition: withFields('Choice', 'JSONata', { Choices: [{ Condition: '{% false %}', Next: 'after' }] }),
    error: 'States.NoChoiceMatched',
  },
  'States.ItemReaderFailed': {
    definition: distributed('JSONata', {
      ItemReader: { Resource: 'arn:aws:states:::s3:getObject', ReaderConfig: { InputType: 'JSON' }, Arguments: ROWS },
    }),
    error: 'States.ItemReaderFailed',
  },
  'States.ResultWriterFailed': {
    definition: distributed('JSONata', {
      ResultWriter: { Resource: 'arn:aws:states:::s3:putObject', Arguments: { Bucket: 'bucket' } },
    }),
    refuse: 'put',
    error: 'States.ResultWriterFailed',
  },
  'States.ExceedToleratedFailureThreshold': {
    definition: distributed('JSONata', {}, block(task)),
    answer: failing(9),
    error: 'States.ExceedToleratedFailureThreshold',
  },
};
