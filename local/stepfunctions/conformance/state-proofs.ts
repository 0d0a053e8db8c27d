import type { StateType } from '../definition/machine';
import type { JsonObject, JsonValue } from '../json';
import {
  block,
  distributed,
  failing,
  INPUT,
  machineOf,
  never,
  type Proof,
  type Proofs,
  plain,
  TOKEN,
  task,
  withFields,
} from './proofs';

type Types = readonly StateType[];
const ALL: Types = ['Pass', 'Task', 'Choice', 'Wait', 'Succeed', 'Fail', 'Parallel', 'Map'];
const but = (...types: StateType[]): Types => ALL.filter((type) => !types.includes(type));
const forEach = (types: Types, proof: (type: StateType) => Proof): Partial<Record<StateType, Proof>> =>
  Object.fromEntries(types.map((type) => [type, proof(type)]));

/** What a state of the type, without further fields, makes of an input. */
function madeOf(type: StateType, input: JsonValue): JsonValue {
  return type === 'Parallel' ? [input, input] : input;
}
const plainly = (type: StateType): Proof =>
  type === 'Fail'
    ? { definition: {}, error: 'E' }
    : { definition: {}, output: madeOf(type, type === 'Map' ? INPUT.list : INPUT) };

const path = (type: StateType, fields: JsonObject, output: JsonValue): Proof => ({
  definition: withFields(type, 'JSONPath', fields),
  output,
});
const jsonata = (type: StateType, fields: JsonObject, output: JsonValue): Proof => ({
  definition: withFields(type, 'JSONata', fields),
  output,
});
/** A state whose work fails so often before it succeeds. */
function unreliable(type: StateType, fields: JsonObject): JsonObject {
  const work: JsonObject =
    { Parallel: { Branches: [block(task)] }, Map: { ItemProcessor: block(task) } }[type as string] ?? {};
  return withFields(type, 'JSONata', { ...work, ...fields });
}
const RETRY = [{ ErrorEquals: ['E'], MaxAttempts: 1 }];
const triedAgain = (type: StateType): JsonValue => {
  if (type === 'Task') return 'tried again';
  return type === 'Parallel' ? ['tried again'] : ['tried again', 'tried again'];
};

/** The Output of a Choice is that of its Default. */
const otherwise = (type: StateType): JsonObject =>
  type === 'Choice' ? { Choices: [{ Condition: '{% false %}', Next: 'after' }], Default: 'after' } : {};

/** Fields that several types of states have. */
const SHARED: { [field: string]: Partial<Record<StateType, Proof>> } = {
  Type: forEach(ALL, (type) => ({ ...plainly(type), definition: withFields(type, 'JSONPath', {}) })),
  Comment: forEach(ALL, (type) => ({ ...plainly(type), definition: withFields(type, 'JSONPath', { Comment: 'why' }) })),
  QueryLanguage: {
    ...forEach(but('Fail'), (type) => ({
      definition: {
        ...withFields(type, 'JSONata', { ...otherwise(type), QueryLanguage: 'JSONata', Output: '{% 1 + 1 %}' }),
        QueryLanguage: 'JSONPath',
      },
      output: 2,
    })),
    Fail: {
      definition: machineOf('JSONPath', { Type: 'Fail', QueryLanguage: 'JSONata', Error: "{% 'E' & 1 %}" }),
      error: 'E1',
    },
  },
  Assign: forEach(but('Succeed', 'Fail'), (type) => {
    const next = type === 'Choice' ? 'after' : 'end';
    const s = {
      ...plain(type, 'JSONata'),
      Assign: { v: 7 },
      ...(type === 'Choice' ? { Choices: [{ Condition: '{% false %}', Next: next }], Default: next } : {}),
    };
    const { End: _end, ...leading } = s as JsonObject;
    const last = { Type: 'Pass', Output: '{% $v %}', End: true };
    const States: JsonObject = { s: type === 'Choice' ? leading : { ...leading, Next: next }, [next]: last };
    return { definition: { QueryLanguage: 'JSONata', StartAt: 's', States }, output: 7 };
  }),
  Next: forEach(but('Succeed', 'Fail', 'Choice'), (type) => path(type, { Next: 'end' }, 'end')),
  End: forEach(but('Succeed', 'Fail', 'Choice'), (type) => ({
    ...plainly(type),
    definition: withFields(type, 'JSONata', { End: true }),
  })),
  Output: forEach(but('Fail'), (type) => jsonata(type, { ...otherwise(type), Output: '{% $states.input.n + 1 %}' }, 2)),
  Retry: forEach(['Task', 'Parallel', 'Map'], (type) => ({
    definition: unreliable(type, { ...(type === 'Map' ? { MaxConcurrency: 1 } : {}), Retry: RETRY }),
    answer: failing(1),
    output: triedAgain(type),
    seconds: 1,
  })),
  Catch: forEach(['Task', 'Parallel', 'Map'], (type) => ({
    definition: unreliable(type, { Catch: [{ ErrorEquals: ['E'], Next: 'end' }] }),
    answer: failing(1),
    output: 'end',
  })),
  InputPath: {
    ...forEach(but('Fail', 'Map'), (type) => path(type, { InputPath: '$.n' }, madeOf(type, 1))),
    Map: path('Map', { InputPath: '$.list', ItemsPath: '$' }, INPUT.list),
  },
  OutputPath: {
    ...forEach(but('Fail', 'Map', 'Parallel'), (type) => path(type, { OutputPath: '$.n' }, 1)),
    Parallel: path('Parallel', { OutputPath: '$[1].n' }, 1),
    Map: path('Map', { OutputPath: '$[1]' }, 2),
  },
  ResultPath: forEach(['Pass', 'Task', 'Parallel', 'Map'], (type) => {
    const r = type === 'Map' ? INPUT.list : madeOf(type, INPUT);
    return path(type, { ResultPath: '$.r' }, { ...INPUT, r });
  }),
  ResultSelector: {
    Task: path('Task', { ResultSelector: { 'a.$': '$.n' } }, { a: 1 }),
    Parallel: path('Parallel', { ResultSelector: { 'a.$': '$[1].n' } }, { a: 1 }),
    Map: path('Map', { ResultSelector: { 'a.$': '$[1]' } }, { a: 2 }),
  },
  Parameters: {
    ...forEach(['Pass', 'Task', 'Parallel'], (type) =>
      path(type, { Parameters: { 'a.$': '$.n', b: 2 } }, madeOf(type, { a: 1, b: 2 })),
    ),
    Map: path('Map', { Parameters: { 'a.$': '$$.Map.Item.Value' } }, [{ a: 1 }, { a: 2 }]),
  },
  Arguments: forEach(['Task', 'Parallel'], (type) =>
    jsonata(type, { Arguments: { a: '{% $states.input.n %}' } }, madeOf(type, { a: 1 })),
  ),
};

const timedOut = (fields: JsonObject, language: 'JSONata' | 'JSONPath', seconds: number): Proof => ({
  definition: withFields('Task', language, fields),
  answer: never,
  error: 'States.Timeout',
  seconds,
});
const role = (language: 'JSONata' | 'JSONPath', Credentials: JsonObject): Proof => ({
  definition: withFields('Task', language, { Credentials }),
  answer:
    () =>
    ({ roleArn }) => ({ output: roleArn }),
  output: INPUT.role,
});
export const CREDENTIALS: Proofs = {
  RoleArn: role('JSONata', { RoleArn: INPUT.role }),
  'RoleArn.$': role('JSONPath', { 'RoleArn.$': '$.role' }),
};

const inline = (fields: JsonObject, more: Proof | object = {}): Proof => ({
  definition: withFields('Map', 'JSONata', fields),
  ...more,
});
const wait = block({ Type: 'Wait', Seconds: 1 });
/** One of the two items fails. */
const half = (fields: JsonObject, language: 'JSONata' | 'JSONPath' = 'JSONata'): Proof => ({
  definition: distributed(language, fields, block(task)),
  answer: failing(1),
  look: async (engine, executionArn) =>
    ({ ...((await engine.mapRun(executionArn)).itemCounts as object) }) as JsonObject,
  seen: {
    pending: 0,
    running: 0,
    succeeded: 1,
    failed: 1,
    timedOut: 0,
    aborted: 0,
    total: 2,
    resultsWritten: 2,
    failuresNotRedrivable: 0,
    pendingRedrive: 0,
  },
});

/** Fields that one type of state has. */
const OWN: Partial<Record<StateType, Proofs>> = {
  Pass: { Result: path('Pass', { Result: { a: 1 } }, { a: 1 }) },
  Task: {
    Resource: {
      definition: withFields('Task', 'JSONata', { Resource: 'arn:aws:states:::sqs:sendMessage' }),
      answer:
        () =>
        ({ resource }) => ({ output: resource }),
      output: 'sqs:sendMessage',
    },
    TimeoutSeconds: timedOut({ TimeoutSeconds: 5 }, 'JSONata', 5),
    TimeoutSecondsPath: timedOut({ TimeoutSecondsPath: '$.n' }, 'JSONPath', 1),
    HeartbeatSeconds: timedOut(
      { Resource: TOKEN, Arguments: { t: '{% $states.context.Task.Token %}' }, HeartbeatSeconds: 3 },
      'JSONata',
      3,
    ),
    HeartbeatSecondsPath: timedOut(
      { Resource: TOKEN, Parameters: { 't.$': '$$.Task.Token' }, HeartbeatSecondsPath: '$.n' },
      'JSONPath',
      1,
    ),
    Credentials: role('JSONata', { RoleArn: '{% $states.input.role %}' }),
  },
  Choice: {
    Choices: jsonata(
      'Choice',
      {
        Choices: [
          { Condition: '{% $states.input.n = 2 %}', Next: 'end' },
          { Condition: '{% $states.input.n = 1 %}', Next: 'after' },
        ],
      },
      INPUT,
    ),
    Default: jsonata('Choice', { Choices: [{ Condition: '{% false %}', Next: 'after' }], Default: 'end' }, 'end'),
  },
  Wait: {
    Seconds: { definition: withFields('Wait', 'JSONata', { Seconds: 7 }), seconds: 7 },
    Timestamp: waiting({ Timestamp: INPUT.at }, 5),
    SecondsPath: waiting({ SecondsPath: '$.n' }, 1),
    TimestampPath: waiting({ TimestampPath: '$.at' }, 5),
  },
  Fail: {
    Error: { definition: withFields('Fail', 'JSONata', { Error: 'Mine' }), error: 'Mine' },
    Cause: { definition: withFields('Fail', 'JSONata', { Cause: 'why' }), error: 'E', cause: 'why' },
    ErrorPath: { definition: machineOf('JSONPath', { Type: 'Fail', ErrorPath: '$.at' }), error: INPUT.at },
    CausePath: {
      definition: machineOf('JSONPath', { Type: 'Fail', CausePath: '$.at' }),
      status: 'FAILED',
      cause: INPUT.at,
    },
  },
  Parallel: {
    Branches: jsonata(
      'Parallel',
      { Branches: [block({ Type: 'Pass', Output: 1 }), block({ Type: 'Pass', Output: 2 }, 'other')] },
      [1, 2],
    ),
  },
  Map: {
    Items: inline({ Items: [5, 6] }, { output: [5, 6] }),
    ItemsPath: path('Map', { ItemsPath: '$.list' }, INPUT.list),
    ItemSelector: inline(
      { ItemSelector: { v: '{% $states.context.Map.Item.Value %}' } },
      { output: [{ v: 1 }, { v: 2 }] },
    ),
    ItemProcessor: inline({ ItemProcessor: block({ Type: 'Pass', Output: 'done' }) }, { output: ['done', 'done'] }),
    Iterator: {
      definition: machineOf('JSONPath', {
        Type: 'Map',
        ItemsPath: '$.list',
        Iterator: block({ Type: 'Pass', Result: 'done' }),
        End: true,
      }),
      output: ['done', 'done'],
    },
    MaxConcurrency: inline({ Items: [1, 2, 3, 4], MaxConcurrency: 2, ItemProcessor: wait }, { seconds: 2 }),
    MaxConcurrencyPath: { ...path('Map', { MaxConcurrencyPath: '$.n', ItemProcessor: wait }, INPUT.list), seconds: 2 },
    ItemReader: {
      definition: distributed('JSONata', {
        ItemReader: {
          Resource: 'arn:aws:states:::s3:getObject',
          ReaderConfig: { InputType: 'JSON' },
          Arguments: { Bucket: 'bucket', Key: 'rows' },
        },
      }),
      files: { rows: '[7,8]' },
      output: [7, 8],
    },
    ItemBatcher: {
      definition: distributed('JSONata', { ItemBatcher: { MaxItemsPerBatch: 2 } }),
      output: [{ Items: INPUT.list }],
    },
    ResultWriter: {
      definition: distributed('JSONata', {
        ResultWriter: { Resource: 'arn:aws:states:::s3:putObject', Arguments: { Bucket: 'bucket', Prefix: 'to' } },
      }),
      look: async ({ objects }) => [...objects.files.keys()].map((key) => key.replace(/[0-9a-f-]{36}/, 'id')).sort(),
      seen: ['to/id/SUCCEEDED_0.json', 'to/id/manifest.json'],
    },
    Label: {
      definition: distributed('JSONata', { Label: 'mine' }),
      look: async (engine, executionArn) =>
        /mapRun:machine\/(\w+):/.exec(String((await engine.mapRun(executionArn)).mapRunArn))?.[1] ?? '',
      seen: 'mine',
    },
    ToleratedFailureCount: half({ ToleratedFailureCount: 1 }),
    ToleratedFailurePercentage: half({ ToleratedFailurePercentage: 50 }),
    ToleratedFailureCountPath: half({ ToleratedFailureCountPath: '$.n' }, 'JSONPath'),
    ToleratedFailurePercentagePath: half({ ToleratedFailurePercentagePath: '$.half' }, 'JSONPath'),
  },
};

function waiting(form: JsonObject, seconds: number): Proof {
  return { definition: machineOf('JSONPath', { Type: 'Wait', ...form, End: true }), seconds };
}

/** Proofs of the fields of each type of state. */
export const STATE_PROOFS: Record<StateType, Proofs> = Object.fromEntries(
  ALL.map((type) => {
    const shared = Object.entries(SHARED).flatMap(([field, { [type]: proof }]): [string, Proof][] =>
      proof ? [[field, proof]] : [],
    );
    return [type, { ...Object.fromEntries(shared), ...OWN[type] }];
  }),
) as Record<StateType, Proofs>;
