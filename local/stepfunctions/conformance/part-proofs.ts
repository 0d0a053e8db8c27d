import type { JsonObject, JsonValue } from '../json';
import type { PART_FIELDS } from '../supported';
import { START } from '../testing/engine';
import { COMPARISON_PROOFS } from './comparison-proofs';
import {
  block,
  distributed,
  failing,
  INPUT,
  type Language,
  machineOf,
  type Proof,
  type Proofs,
  ROWS,
  task,
  withFields,
} from './proofs';
import { CREDENTIALS } from './state-proofs';

const one = (definition: JsonObject): Proof => ({ definition, output: INPUT });
const pass: JsonObject = { Type: 'Pass', End: true };
const machine = (fields: JsonObject): JsonObject => ({
  StartAt: 's',
  States: { s: pass },
  QueryLanguage: 'JSONPath',
  ...fields,
});
const branch = (fields: JsonObject): Proof => ({
  definition: withFields('Parallel', 'JSONata', { Branches: [{ ...block(), ...fields }] }),
  output: [INPUT],
});
/** From the second state to the first, and on to the third. */
const SECOND = {
  StartAt: 'b',
  States: {
    a: { Type: 'Pass', Output: 'a', Next: 'b' },
    b: { Type: 'Choice', Choices: [{ Condition: "{% $states.input = 'a' %}", Next: 'c' }], Default: 'a' },
    c: { Type: 'Pass', Output: 'c', End: true },
  },
};

const processor = (fields: JsonObject, output: JsonValue): Proof => ({
  definition: withFields('Map', 'JSONata', { ItemProcessor: { ...block(), ...fields } }),
  output,
});
const executions = (type: string): Proof => ({
  definition: distributed('JSONata', {}, block(), type),
  // An EXPRESS child is gone when it has ended.
  look: async (engine, executionArn) => {
    const { mapRunArn } = await engine.mapRun(executionArn);
    const { executions: children } = await engine.handle('ListExecutions', { mapRunArn });
    return (children as unknown[]).length;
  },
  seen: type === 'EXPRESS' ? 0 : 2,
});

/** Reads the object `rows`. */
function reading(
  language: Language,
  config: JsonObject,
  text: string,
  output: JsonValue,
  reader: JsonObject = {},
): Proof {
  const inputs = language === 'JSONata' ? { Arguments: ROWS } : { Parameters: ROWS };
  const ItemReader = { Resource: 'arn:aws:states:::s3:getObject', ReaderConfig: config, ...inputs, ...reader };
  return { definition: distributed(language, { ItemReader }), files: { rows: text }, output };
}
const CSV = { InputType: 'CSV', CSVHeaderLocation: 'FIRST_ROW' };

const batched = (language: Language, ItemBatcher: JsonObject, output: JsonValue): Proof => ({
  definition: distributed(language, { ItemBatcher }),
  output,
});
/** What is written, by the names of the files without their folder. */
function writing(language: Language, writer: JsonObject, seen: JsonValue): Proof {
  const inputs = language === 'JSONata' ? { Arguments: { Bucket: 'bucket' } } : { Parameters: { Bucket: 'bucket' } };
  return {
    definition: distributed(language, {
      ResultWriter: { Resource: 'arn:aws:states:::s3:putObject', ...inputs, ...writer },
    }),
    look: async ({ objects }) => [...objects.files.keys()].map((key) => key.replace(/^.*\//, '')).sort(),
    seen,
  };
}
const WRITTEN = ['SUCCEEDED_0.json', 'manifest.json'];

const rule = (fields: JsonObject, output: JsonValue): Proof => ({
  definition: withFields('Choice', 'JSONata', { Choices: [{ Condition: '{% true %}', Next: 'after', ...fields }] }),
  output,
});
/** A Task that fails so often, with errors of one name, and takes so many seconds. */
const retried = (fields: JsonObject, times: number, seconds: number): Proof => ({
  definition: withFields('Task', 'JSONata', { Retry: [{ ErrorEquals: ['E'], ...fields }] }),
  answer: failing(times),
  output: 'tried again',
  seconds,
});
const caught = (fields: JsonObject, output: JsonValue, language: Language = 'JSONata'): Proof => {
  const s = { ...task, End: true, Catch: [{ ErrorEquals: ['E'], Next: 'caught', ...fields }] };
  const last = { Type: 'Pass', End: true, ...(fields.Assign ? { Output: '{% $v %}' } : {}) };
  const definition = machineOf(language, s);
  return { definition: { ...definition, States: { s, caught: last } }, answer: failing(1), output };
};
const FAILURE = { Error: 'E', Cause: 'c' };

/** Proofs of the fields of what stands in and around states. */
export const PART_PROOFS: Record<keyof typeof PART_FIELDS, Proofs> = {
  machine: {
    Comment: one(machine({ Comment: 'why' })),
    StartAt: { definition: { QueryLanguage: 'JSONata', ...SECOND, StartAt: 'a' }, output: 'c' },
    States: one(machine({})),
    Version: one(machine({ Version: '1.0' })),
    TimeoutSeconds: {
      definition: machine({ TimeoutSeconds: 3, States: { s: { Type: 'Wait', Seconds: 9, End: true } } }),
      status: 'TIMED_OUT',
      seconds: 3,
    },
    QueryLanguage: {
      definition: machine({ QueryLanguage: 'JSONata', States: { s: { ...pass, Output: '{% 1 + 1 %}' } } }),
      output: 2,
    },
  },
  branch: {
    Comment: branch({ Comment: 'why' }),
    StartAt: { ...branch({ ...SECOND }), output: ['c'] },
    States: branch({}),
  },
  itemProcessor: {
    Comment: processor({ Comment: 'why' }, INPUT.list),
    StartAt: processor({ ...SECOND }, ['c', 'c']),
    States: processor({}, INPUT.list),
    ProcessorConfig: processor({ ProcessorConfig: { Mode: 'INLINE' } }, INPUT.list),
  },
  processorConfig: { Mode: executions('STANDARD'), ExecutionType: executions('EXPRESS') },
  itemReader: {
    Resource: {
      ...reading('JSONata', {}, 'text', [1]),
      definition: distributed('JSONata', {
        ItemReader: { Resource: 'arn:aws:states:::s3:listObjectsV2', Arguments: { Bucket: 'bucket' } },
        ItemSelector: { key: '{% $states.context.Map.Item.Value.Key %}' },
      }),
      output: [{ key: 'rows' }],
    },
    ReaderConfig: reading('JSONata', { InputType: 'JSONL' }, '1\n2', [1, 2]),
    Arguments: reading('JSONata', { InputType: 'JSON' }, '[1]', [1], {
      Arguments: { Bucket: 'bucket', Key: "{% 'ro' & 'ws' %}" },
    }),
    Parameters: {
      ...reading('JSONPath', { InputType: 'JSON' }, '[1]', [1], { Parameters: { Bucket: 'bucket', 'Key.$': '$.key' } }),
      input: { key: 'rows' },
    },
  },
  readerConfig: {
    InputType: reading('JSONata', { InputType: 'JSON' }, '[{"a":1}]', [{ a: 1 }]),
    CSVHeaderLocation: reading('JSONata', CSV, 'a,b\n1,2', [{ a: '1', b: '2' }]),
    CSVHeaders: reading('JSONata', { ...CSV, CSVHeaderLocation: 'GIVEN', CSVHeaders: ['x', 'y'] }, '1,2', [
      { x: '1', y: '2' },
    ]),
    CSVDelimiter: reading('JSONata', { ...CSV, CSVDelimiter: 'PIPE' }, 'a|b\n1|2', [{ a: '1', b: '2' }]),
    ManifestType: {
      ...reading('JSONata', { InputType: 'JSONL', ManifestType: 'ATHENA_DATA' }, '', [1, 2, 3]),
      files: { rows: 's3://bucket/b\ns3://bucket/a\n', a: '3', b: '1\n2' },
    },
    MaxItems: reading('JSONata', { InputType: 'JSON', MaxItems: 2 }, '[1,2,3]', [1, 2]),
    ItemsPointer: reading('JSONata', { InputType: 'JSON', ItemsPointer: '/rows/1' }, '{"rows":[[1],[2,3]]}', [2, 3]),
    MaxItemsPath: reading('JSONPath', { InputType: 'JSON', MaxItemsPath: '$.n' }, '[1,2,3]', [1]),
    Transformation: {
      ...reading('JSONata', { InputType: 'JSON', Transformation: 'LOAD_AND_FLATTEN' }, '', [1, 2, 3], {
        Resource: 'arn:aws:states:::s3:listObjectsV2',
        Arguments: { Bucket: 'bucket', Prefix: 'rows/' },
      }),
      files: { 'rows/a': '[1,2]', 'rows/b': '[3]', other: '[4]' },
    },
  },
  itemBatcher: {
    MaxItemsPerBatch: batched('JSONata', { MaxItemsPerBatch: 1 }, [{ Items: [1] }, { Items: [2] }]),
    MaxInputBytesPerBatch: batched('JSONata', { MaxInputBytesPerBatch: 13 }, [{ Items: [1] }, { Items: [2] }]),
    BatchInput: batched('JSONata', { MaxItemsPerBatch: 2, BatchInput: { n: '{% $states.input.n %}' } }, [
      { BatchInput: { n: 1 }, Items: [1, 2] },
    ]),
    MaxItemsPerBatchPath: batched('JSONPath', { MaxItemsPerBatchPath: '$.n' }, [{ Items: [1] }, { Items: [2] }]),
    MaxInputBytesPerBatchPath: batched('JSONPath', { MaxInputBytesPerBatchPath: '$.half' }, [{ Items: [1, 2] }]),
  },
  resultWriter: {
    Resource: writing('JSONata', {}, WRITTEN),
    WriterConfig: writing('JSONata', { WriterConfig: { OutputType: 'JSONL', Transformation: 'NONE' } }, [
      'SUCCEEDED_0.jsonl',
      'manifest.json',
    ]),
    Arguments: writing('JSONata', { Arguments: { Bucket: "{% 'buck' & 'et' %}" } }, WRITTEN),
    Parameters: writing('JSONPath', { Parameters: { Bucket: 'bucket', 'Prefix.$': '$.at' } }, WRITTEN),
  },
  writerConfig: {
    OutputType: writing('JSONata', { WriterConfig: { OutputType: 'JSONL', Transformation: 'COMPACT' } }, [
      'SUCCEEDED_0.jsonl',
      'manifest.json',
    ]),
    Transformation: {
      definition: distributed(
        'JSONata',
        { ResultWriter: { WriterConfig: { OutputType: 'JSON', Transformation: 'FLATTEN' } } },
        block({ Type: 'Pass', Output: [7, 8] }),
      ),
      output: [7, 8, 7, 8],
    },
  },
  choice: {
    Comment: rule({ Comment: 'why' }, INPUT),
    Condition: rule({ Condition: '{% $states.input.n = 1 %}' }, INPUT),
    Next: rule({ Next: 'end' }, 'end'),
    Assign: {
      definition: {
        QueryLanguage: 'JSONata',
        StartAt: 's',
        States: {
          s: { Type: 'Choice', Choices: [{ Condition: '{% true %}', Next: 'after', Assign: { v: 7 } }] },
          after: { ...pass, Output: '{% $v %}' },
        },
      },
      output: 7,
    },
    Output: rule({ Output: '{% $states.input.n + 1 %}' }, 2),
  },
  comparison: COMPARISON_PROOFS,
  credentials: CREDENTIALS,
  retrier: {
    Comment: retried({ Comment: 'why' }, 1, 1),
    ErrorEquals: retried({ ErrorEquals: ['Other', 'E'] }, 1, 1),
    IntervalSeconds: retried({ IntervalSeconds: 5 }, 1, 5),
    MaxAttempts: {
      definition: withFields('Task', 'JSONata', { Retry: [{ ErrorEquals: ['E'], MaxAttempts: 2 }] }),
      answer: failing(9),
      error: 'E',
      seconds: 3,
    },
    BackoffRate: retried({ BackoffRate: 3 }, 2, 4),
    MaxDelaySeconds: retried({ MaxDelaySeconds: 2, BackoffRate: 5 }, 2, 3),
    JitterStrategy: {
      definition: withFields('Task', 'JSONata', {
        Retry: [{ ErrorEquals: ['E'], IntervalSeconds: 10, JitterStrategy: 'FULL' }],
      }),
      answer: failing(1),
      output: 'tried again',
      look: async ({ clock }) => clock.now() - START < 10_000,
      seen: true,
    },
  },
  catcher: {
    Comment: caught({ Comment: 'why' }, FAILURE),
    ErrorEquals: caught({ ErrorEquals: ['States.ALL'] }, FAILURE),
    Next: caught({}, FAILURE),
    Assign: caught({ Assign: { v: '{% $states.errorOutput.Error %}' } }, 'E'),
    Output: caught({ Output: '{% $states.errorOutput.Cause %}' }, 'c'),
    ResultPath: caught({ ResultPath: '$.failure' }, { ...INPUT, failure: FAILURE }, 'JSONPath'),
  },
};
