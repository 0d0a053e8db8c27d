import fc from 'fast-check';

/*
 * Random ASL documents in JSONata: every type of state, nested scopes, fields present and absent, and text that is hard to
 * quote. For the tests of importing and printing.
 */

type Json = string | number | boolean | null | Json[] | { [name: string]: Json };
type Draft = { [name: string]: Json };

const text = fc.oneof(
  fc.constantFrom(
    "it's",
    '"quoted"',
    `'both"`,
    'line\nbreak',
    '\\',
    '',
    '日本語',
    '\u2028',
    '`tick`',
    ['$', '{x}'].join(''),
  ),
  fc.string({ maxLength: 12 }),
);

const key = fc.oneof(
  fc.constantFrom('a', 'b-c', '1st', "it's", 'class', '__proto__', 'constructor'),
  fc.string({ maxLength: 6 }),
);
const expression = fc.constantFrom('{% $states.input %}', "{% 'a' & $states.input.b %}", '{%$states.input.c%}');

const value: fc.Arbitrary<Json> = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 2, depthSize: 'small' },
    text,
    expression,
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => (Object.is(number, -0) ? 0 : number)),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.array(fc.tuple(key, tie('value')), { maxLength: 3 }).map((entries) => Object.fromEntries(entries) as Draft),
  ),
})).value;

const object = fc.array(fc.tuple(key, value), { maxLength: 3 }).map((entries) => Object.fromEntries(entries) as Draft);
const seconds = fc.oneof(fc.integer({ min: 1, max: 99 }), fc.constant('{% $states.input.seconds %}'));

/** Some of these fields, perhaps none. */
function some(fields: { [name: string]: fc.Arbitrary<Json> }): fc.Arbitrary<Draft> {
  return fc.record(fields, { requiredKeys: [] }).map((draft) => ({ ...draft }) as Draft);
}

const retry = fc.array(
  fc.record(
    {
      ErrorEquals: fc.array(text, { minLength: 1, maxLength: 2 }),
      IntervalSeconds: fc.nat(9),
      JitterStrategy: fc.constant('FULL'),
    },
    { requiredKeys: ['ErrorEquals'] },
  ),
  { maxLength: 2 },
) as fc.Arbitrary<Json>;

const calls: fc.Arbitrary<Draft> = fc.oneof(
  fc
    .record({ FunctionName: text, Payload: value })
    .map((Arguments) => ({ Resource: 'arn:aws:states:::lambda:invoke', Arguments })),
  fc
    .record({ TableName: text, Item: object })
    .map((Arguments) => ({ Resource: 'arn:aws-cn:states:::dynamodb:putItem', Arguments })),
  fc
    .record({ QueueUrl: text, MessageBody: value })
    .map((Arguments) => ({ Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken', Arguments })),
  fc
    .record({ Bucket: text, Key: expression })
    .map((Arguments) => ({ Resource: 'arn:aws:states:::aws-sdk:s3:getObject', Arguments })),
);

const output = some({ Comment: text, Output: value, Assign: object });
const fallible = fc.tuple(output, some({ Retry: retry })).map(([one, other]) => ({ ...one, ...other }));

const wait = fc.oneof(
  seconds.map((Seconds): Draft => ({ Type: 'Wait', Seconds })),
  fc.constant<Draft>({ Type: 'Wait', Timestamp: '2026-01-01T00:00:00Z' }),
);

/** A state that leads to another, or that ends its scope when there is no other. */
function leading(draft: Draft, next: string | undefined): Draft {
  if (draft.Type === 'Succeed' || draft.Type === 'Fail') {
    return next === undefined ? draft : { Type: 'Pass', Next: next };
  }
  if (draft.Type !== 'Choice') return { ...draft, ...(next === undefined ? { End: true } : { Next: next }) };
  if (next === undefined) return { Type: 'Succeed' };
  return { ...draft, Choices: [{ Condition: '{% $states.input.ok %}', Next: next }], Default: next };
}

/** The states of one scope, each leading to the next, so that every name is unique and every target exists. */
function scope(depth: number, prefix: string): fc.Arbitrary<Draft> {
  const names = ['0', '1', '2'].map((position) => `${prefix}${position}`);
  const bodies = fc.tuple(...names.map((name) => body(depth, name)));
  return fc.tuple(bodies, fc.integer({ min: 1, max: names.length })).map(([drafts, length]) => {
    const own = names.slice(0, length);
    const states = drafts
      .slice(0, length)
      .map((draft, index): [string, Draft] => [own[index] ?? prefix, leading(draft, own[index + 1])]);
    return { StartAt: own[0] ?? prefix, States: Object.fromEntries(states) };
  });
}

function body(depth: number, prefix: string): fc.Arbitrary<Draft> {
  const typed = (Type: string, fields: fc.Arbitrary<Draft>): fc.Arbitrary<Draft> =>
    fields.map((rest) => ({ Type, ...rest }));
  const simple = [
    typed('Pass', output),
    typed('Succeed', some({ Comment: text, Output: value })),
    typed('Choice', output),
    typed('Fail', some({ Error: text, Cause: text })),
    fc.tuple(wait, output).map(([one, other]): Draft => ({ ...one, ...other })),
    fc
      .tuple(calls, fallible, some({ TimeoutSeconds: seconds, HeartbeatSeconds: seconds }))
      .map(([one, two, three]): Draft => ({ Type: 'Task', ...one, ...two, ...three })),
  ];
  if (depth === 0) return fc.oneof(...simple);
  const inner = (suffix: string) => scope(depth - 1, `${prefix}${suffix}`);
  const inline = fc
    .tuple(inner('m'), fallible, some({ MaxConcurrency: seconds, ItemSelector: value }))
    .map(([ItemProcessor, one, two]): Draft => ({ Type: 'Map', ItemProcessor, ...one, ...two }));
  const distributed = fc
    .tuple(inner('d'), fallible, some({ Label: fc.constant('rows'), ToleratedFailurePercentage: seconds }))
    .map(
      ([processor, one, two]): Draft => ({
        Type: 'Map',
        ItemReader: {
          Resource: 'arn:aws:states:::s3:getObject',
          ReaderConfig: { InputType: 'CSV', CSVHeaderLocation: 'FIRST_ROW' },
          Arguments: { Bucket: 'b', Key: '{% $states.input.key %}' },
        },
        ItemProcessor: { ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'EXPRESS' }, ...processor },
        ...one,
        ...two,
      }),
    );
  const parallel = fc
    .tuple(inner('l'), inner('r'), fallible)
    .map(([left, right, one]): Draft => ({ Type: 'Parallel', Branches: [left, right], ...one }));
  return fc.oneof(...simple, inline, distributed, parallel);
}

/** A document: two levels of scopes at most inside its own. */
export const documents: fc.Arbitrary<Draft> = fc
  .tuple(some({ Comment: text, TimeoutSeconds: fc.integer({ min: 1, max: 999 }) }), scope(2, 's'))
  .map(([fields, own]) => ({ ...fields, QueryLanguage: 'JSONata', ...own }));
