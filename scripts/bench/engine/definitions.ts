/** A machine that both engines run, and what shows that they ran all of it. */
export interface Workload {
  readonly name: string;
  /** ASL. */
  readonly definition: object;
  /** States that one execution enters. */
  readonly states: number;
  /** The output of each execution, which starts with `{ "count": 0 }`. */
  readonly output: object;
}

const countUp = { Type: 'Pass', Output: { count: '{% $states.input.count + 1 %}' } };

const CHAIN_LENGTH = 500;
const LOOPS = 250;

/** Pass states one after another, each of which evaluates an expression. */
export const chain: Workload = {
  name: `chain of ${CHAIN_LENGTH} Pass states`,
  definition: {
    QueryLanguage: 'JSONata',
    StartAt: 'pass_1',
    States: Object.fromEntries(
      Array.from({ length: CHAIN_LENGTH }, (_, index) => [
        `pass_${index + 1}`,
        { ...countUp, ...(index + 1 === CHAIN_LENGTH ? { End: true } : { Next: `pass_${index + 2}` }) },
      ]),
    ),
  },
  states: CHAIN_LENGTH,
  output: { count: CHAIN_LENGTH },
};

/** A loop that a Choice ends. */
export const loop: Workload = {
  name: `loop of Pass and Choice, ${LOOPS} times`,
  definition: {
    QueryLanguage: 'JSONata',
    StartAt: 'count_up',
    States: {
      count_up: { ...countUp, Next: 'enough' },
      enough: {
        Type: 'Choice',
        Choices: [{ Condition: `{% $states.input.count < ${LOOPS} %}`, Next: 'count_up' }],
        Default: 'done',
      },
      done: { Type: 'Succeed' },
    },
  },
  states: 2 * LOOPS + 1,
  output: { count: LOOPS },
};

/** As little as an execution can do. */
export const single: Workload = {
  name: 'one Pass state',
  definition: { QueryLanguage: 'JSONata', StartAt: 'count_up', States: { count_up: { ...countUp, End: true } } },
  states: 1,
  output: { count: 1 },
};
