import fc from 'fast-check';
import type { JsonObject, JsonValue } from '../json';

/** A block of states without names, which are given when the whole is known. */
type Block = Sketch[];
interface Sketch {
  make(name: (index: number) => string, index: number, block: (inner: Block) => JsonObject): JsonObject;
}

const errorName = fc.constantFrom(
  'States.ALL',
  'States.TaskFailed',
  'States.Timeout',
  'Oops',
  'States.HeartbeatTimeout',
);

const retry = fc.array(
  fc.record({
    ErrorEquals: errorName.map((name) => [name]),
    IntervalSeconds: fc.integer({ min: 1, max: 30 }),
    MaxAttempts: fc.integer({ min: 0, max: 2 }),
    JitterStrategy: fc.constantFrom('FULL', 'NONE'),
  }),
  { maxLength: 1 },
);

/** Good ones, and every way of failing. */
const expression = fc.constantFrom(
  '{% $states.input %}',
  '{% $states.context.State.Name %}',
  '{% $uuid() %}',
  '{% $random() %}',
  '{% [$states.input, 1] %}',
  '{% $states.input.missing %}',
  '{% 1 + "a" %}',
  '{% $nothing() %}',
  '{% function($x) { $x } %}',
);

const value: fc.Arbitrary<JsonValue> = fc.oneof(
  expression,
  fc.constantFrom<JsonValue>(1, null, 'text', [1, 2], { a: 1 }),
);

const output = fc
  .option(value, { nil: undefined })
  .map((Output): JsonObject => (Output === undefined ? {} : { Output }));

const errorHandling = fc.record({ retry, caught: fc.boolean() });

/** Where a state leads: on, or out of its block after the last. */
const onwards = (name: (index: number) => string, index: number, last: number): JsonObject =>
  index < last ? { Next: name(index + 1) } : { End: true };

function sketches(depth: number): fc.Arbitrary<Block> {
  const leaf = fc.oneof(
    { arbitrary: output.map((fields): JsonObject => ({ Type: 'Pass', ...fields })), weight: 2 },
    fc.integer({ min: 0, max: 100 }).map((Seconds): JsonObject => ({ Type: 'Wait', Seconds })),
    fc.tuple(output, fc.boolean(), retry).map(
      ([fields, token, Retry]): JsonObject => ({
        Type: 'Task',
        Resource: token ? 'arn:aws:states:::sqs:sendMessage.waitForTaskToken' : 'arn:aws:states:::lambda:invoke',
        TimeoutSeconds: 60,
        ...(token ? { HeartbeatSeconds: 20 } : {}),
        Retry,
        ...fields,
      }),
    ),
  );
  const inner = depth > 0 ? sketches(depth - 1) : undefined;
  const containers = inner
    ? [
        fc
          .tuple(fc.array(inner, { minLength: 1, maxLength: 3 }), errorHandling)
          .map(([branches, handling]): Sketch['make'] => (name, index, block) => ({
            Type: 'Parallel',
            Branches: branches.map(block),
            Retry: handling.retry,
            ...(handling.caught ? { Catch: [{ ErrorEquals: ['States.ALL'], Next: name(index + 1) }] } : {}),
          })),
        fc
          .tuple(inner, errorHandling, fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 5 }))
          .map(([processor, handling, MaxConcurrency, items]): Sketch['make'] => (name, index, block) => ({
            Type: 'Map',
            Items: Array.from({ length: items }, (_, item) => item),
            MaxConcurrency,
            ItemProcessor: block(processor),
            Retry: handling.retry,
            ...(handling.caught ? { Catch: [{ ErrorEquals: ['States.ALL'], Next: name(index + 1) }] } : {}),
          })),
        fc
          .tuple(inner, errorHandling, fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 4 }))
          .map(([processor, handling, most, items]): Sketch['make'] => (name, index, block) => ({
            Type: 'Map',
            Items: Array.from({ length: items }, (_, item) => item),
            MaxConcurrency: most,
            ToleratedFailurePercentage: most * 25,
            ItemSelector: { item: '{% $states.context.Map.Item %}', now: '{% $millis() %}' },
            ...(most > 0 ? { ItemBatcher: { MaxItemsPerBatch: most } } : {}),
            ItemProcessor: {
              ...block(processor),
              ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
            },
            Retry: handling.retry,
            ...(handling.caught ? { Catch: [{ ErrorEquals: ['States.ALL'], Next: name(index + 1) }] } : {}),
          })),
      ]
    : [];
  const make = fc.oneof(
    leaf.map(
      (fields): Sketch['make'] =>
        () =>
          fields,
    ),
    ...containers,
  );
  return fc.array(
    make.map((makeState) => ({ make: makeState })),
    { minLength: 1, maxLength: 3 },
  );
}

/** Valid JSONata definitions of every type of state, in which things go well and badly; none runs for ever. */
export const definitions: fc.Arbitrary<JsonObject> = sketches(2).map((sketch) => {
  let names = 0;
  const block = (states: Block): JsonObject => {
    const first = names;
    names += states.length + 1;
    const name = (index: number) => `s${first + index}`;
    const made = states.map((state, index): [string, JsonObject] => [
      name(index),
      { ...state.make(name, index, block), ...onwards(name, index, states.length) },
    ]);
    const end: [string, JsonObject] = [name(states.length), { Type: 'Succeed' }];
    return { StartAt: name(0), States: Object.fromEntries([...made, end]) };
  };
  return { QueryLanguage: 'JSONata', TimeoutSeconds: 100_000, ...block(sketch) };
});
