/** A machine that both engines run, and what shows that they ran all of it. */
export interface Workload {
  readonly name: string;
  /** ASL. */
  readonly definition: object;
  readonly input: object;
  /** States that one execution enters. */
  readonly states: number;
  /** The output of each execution. */
  readonly output: unknown;
}

/** The function that Tasks call: it answers with what it was given. */
export const FUNCTION = { name: 'bench-echo', source: 'exports.handler = async (event) => event;' };

const CHAIN_LENGTH = 1_000;
const TURNS = 2_000;
const ITEMS = 2_000;
const TASKS = 25;

interface Sequence {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, object>>;
}

/** States one after another. */
function sequence(length: number, state: (index: number) => object): Sequence {
  const follows = (index: number) => (index + 1 === length ? { End: true } : { Next: `state_${index + 1}` });
  const states = Array.from({ length }, (_, index) => [`state_${index}`, { ...state(index), ...follows(index) }]);
  return { StartAt: 'state_0', States: Object.fromEntries(states) };
}

const countTo = (count: number) => ({ states: 2 * count + 1, input: { count: 0 }, output: { count } });

export const chain: Workload = {
  name: `chain of ${CHAIN_LENGTH} Pass states`,
  definition: sequence(CHAIN_LENGTH, (index) => ({
    Type: 'Pass',
    ...(index + 1 === CHAIN_LENGTH ? { Result: 'the last state' } : {}),
  })),
  states: CHAIN_LENGTH,
  input: {},
  output: 'the last state',
};

/** A loop that a Choice ends. */
export const loop: Workload = {
  name: `loop of Pass and Choice, ${TURNS} times`,
  definition: {
    StartAt: 'count_up',
    States: {
      count_up: { Type: 'Pass', Parameters: { 'count.$': 'States.MathAdd($.count, 1)' }, Next: 'enough' },
      enough: {
        Type: 'Choice',
        Choices: [{ Variable: '$.count', NumericLessThan: TURNS, Next: 'count_up' }],
        Default: 'done',
      },
      done: { Type: 'Succeed' },
    },
  },
  ...countTo(TURNS),
};

export const jsonataLoop: Workload = {
  name: 'the same loop in JSONata',
  definition: {
    QueryLanguage: 'JSONata',
    StartAt: 'count_up',
    States: {
      count_up: { Type: 'Pass', Output: { count: '{% $states.input.count + 1 %}' }, Next: 'enough' },
      enough: {
        Type: 'Choice',
        Choices: [{ Condition: `{% $states.input.count < ${TURNS} %}`, Next: 'count_up' }],
        Default: 'done',
      },
      done: { Type: 'Succeed' },
    },
  },
  ...countTo(TURNS),
};

const items = Array.from({ length: ITEMS }, (_, index) => index);

export const map: Workload = {
  name: `Map of ${ITEMS} items, two states each`,
  definition: {
    StartAt: 'each',
    States: {
      each: {
        Type: 'Map',
        ItemsPath: '$.items',
        ItemProcessor: { ProcessorConfig: { Mode: 'INLINE' }, ...sequence(2, () => ({ Type: 'Pass' })) },
        End: true,
      },
    },
  },
  states: 1 + 2 * ITEMS,
  input: { items },
  output: items,
};

/** As little as an execution can do. */
export const single: Workload = {
  name: 'one Pass state',
  definition: sequence(1, () => ({ Type: 'Pass' })),
  states: 1,
  input: { count: 1 },
  output: { count: 1 },
};

/** Calls of the function one after another, each with the answer of the one before. */
export function lambdaTasks(length: number): Sequence {
  return sequence(length, () => ({
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke',
    Parameters: { FunctionName: FUNCTION.name, 'Payload.$': '$' },
    OutputPath: '$.Payload',
  }));
}

export const tasks: Workload = {
  name: `chain of ${TASKS} Lambda tasks`,
  definition: lambdaTasks(TASKS),
  states: TASKS,
  input: { count: 1 },
  output: { count: 1 },
};
