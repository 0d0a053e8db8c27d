import type { JsonObject, JsonValue } from '../json';
import { type Proof, type Proofs, withFields } from './proofs';

/** Each item, and whether the rule holds for it. */
type Cases = [item: JsonObject, holds: boolean][];

function decided(rule: JsonObject, cases: Cases): Proof {
  const chosen = (name: string, result: boolean): JsonObject => ({
    [name]: { Type: 'Pass', Result: result, End: true },
  });
  const decide = { Type: 'Choice', Choices: [{ ...rule, Next: 'yes' }], Default: 'no' };
  const ItemProcessor = { StartAt: 'decide', States: { decide, ...chosen('yes', true), ...chosen('no', false) } };
  return {
    definition: withFields('Map', 'JSONPath', { ItemProcessor }),
    input: { list: cases.map(([item]) => item) },
    output: cases.map(([, holds]) => holds),
  };
}

const values = (holding: JsonValue[], others: JsonValue[]): Cases => [
  ...holding.map((v): Cases[number] => [{ v }, true]),
  ...others.map((v): Cases[number] => [{ v }, false]),
];

/** By type: three values in order, and one of another type. */
const TYPES: { [type: string]: [less: JsonValue, equal: JsonValue, more: JsonValue, foreign: JsonValue] } = {
  String: ['a', 'b', 'c', 1],
  Numeric: [1, 2, 10, '2'],
  // The same moment in another zone, so that it is not the texts that are compared.
  Timestamp: ['2026-01-01T08:00:00+09:00', '2026-01-01T00:00:00Z', '2026-01-01T00:00:00.001Z', '2026'],
};
const ORDERS: { [order: string]: [less: boolean, equal: boolean, more: boolean] } = {
  Equals: [false, true, false],
  LessThan: [true, false, false],
  GreaterThan: [false, false, true],
  LessThanEquals: [true, true, false],
  GreaterThanEquals: [false, true, true],
};

const compared = Object.entries(TYPES).flatMap(([type, [less, equal, more, foreign]]) =>
  Object.entries(ORDERS).flatMap(([order, holds]): [string, Proof][] => {
    const operator = `${type}${order}`;
    const cases = [less, equal, more].map((v, index): Cases[number] => [{ v, other: equal }, holds[index] ?? false]);
    return [
      [operator, decided({ Variable: '$.v', [operator]: equal }, [...cases, [{ v: foreign }, false]])],
      [`${operator}Path`, decided({ Variable: '$.v', [`${operator}Path`]: '$.other' }, cases)],
    ];
  }),
);

const TYPE_TESTS: { [operator: string]: Cases } = {
  IsNull: values([null], [0, '']),
  IsString: values([''], [1, null]),
  IsNumeric: values([0], ['0', null]),
  IsBoolean: values([false], ['false', 0]),
  IsTimestamp: values(['2026-01-01T00:00:00Z'], ['2026-01-01', 1]),
  IsPresent: [
    [{ v: null }, true],
    [{ other: 1 }, false],
  ],
};

const isOne = { Variable: '$.v', NumericEquals: 1 };
const isPositive = { Variable: '$.v', NumericGreaterThan: 0 };

/** Proofs of what a rule of a Choice in JSONPath is made of. */
export const COMPARISON_PROOFS: Proofs = {
  Variable: decided({ Variable: '$.w', NumericEquals: 1 }, [
    [{ v: 0, w: 1 }, true],
    [{ v: 1, w: 0 }, false],
  ]),
  And: decided({ And: [isPositive, isOne] }, values([1], [2, 0])),
  Or: decided({ Or: [isOne, { Variable: '$.v', NumericEquals: 3 }] }, values([1, 3], [2])),
  Not: decided({ Not: isOne }, values([2], [1])),
  BooleanEquals: decided({ Variable: '$.v', BooleanEquals: false }, values([false], [true, 0])),
  BooleanEqualsPath: decided({ Variable: '$.v', BooleanEqualsPath: '$.other' }, [
    [{ v: true, other: true }, true],
    [{ v: true, other: false }, false],
  ]),
  StringMatches: decided({ Variable: '$.v', StringMatches: 'log-*.txt' }, values(['log-1.txt'], ['log.txt', 1])),
  ...Object.fromEntries(compared),
  ...Object.fromEntries(
    Object.entries(TYPE_TESTS).map(([operator, cases]) => [
      operator,
      decided({ Variable: '$.v', [operator]: true }, cases),
    ]),
  ),
};
