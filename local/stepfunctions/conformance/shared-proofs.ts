import type { StateType } from '../definition/machine';
import type { JsonObject, JsonValue } from '../json';
import { jsonata, path } from './field-proof';
import { block, failing, INPUT, machineOf, type Proof, plain, task, withFields } from './proofs';

type Types = readonly StateType[];
export const STATE_TYPES: Types = ['Pass', 'Task', 'Choice', 'Wait', 'Succeed', 'Fail', 'Parallel', 'Map'];
const but = (...types: StateType[]): Types => STATE_TYPES.filter((type) => !types.includes(type));
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

/** Proofs of the fields that several types of states have. */
export const SHARED_PROOFS: { [field: string]: Partial<Record<StateType, Proof>> } = {
  Type: forEach(STATE_TYPES, (type) => ({ ...plainly(type), definition: withFields(type, 'JSONPath', {}) })),
  Comment: forEach(STATE_TYPES, (type) => ({
    ...plainly(type),
    definition: withFields(type, 'JSONPath', { Comment: 'why' }),
  })),
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
