import type { StateType } from '../definition/machine';
import type { JsonObject } from '../json';
import { jsonata, path } from './field-proof';
import { MAP_PROOFS } from './map-proofs';
import { block, INPUT, machineOf, never, type Proof, type Proofs, TOKEN, withFields } from './proofs';
import { SHARED_PROOFS, STATE_TYPES } from './shared-proofs';

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
  Map: MAP_PROOFS,
};

function waiting(form: JsonObject, seconds: number): Proof {
  return { definition: machineOf('JSONPath', { Type: 'Wait', ...form, End: true }), seconds };
}

/** Proofs of the fields of each type of state. */
export const STATE_PROOFS: Record<StateType, Proofs> = Object.fromEntries(
  STATE_TYPES.map((type) => {
    const shared = Object.entries(SHARED_PROOFS).flatMap(([field, { [type]: proof }]): [string, Proof][] =>
      proof ? [[field, proof]] : [],
    );
    return [type, { ...Object.fromEntries(shared), ...OWN[type] }];
  }),
) as Record<StateType, Proofs>;
