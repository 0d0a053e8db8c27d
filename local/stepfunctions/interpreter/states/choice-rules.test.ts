import { expect, test } from '@jest/globals';
import { TestEngine } from '../../testing/engine';

const States = (rule: object) => ({
  c: { Type: 'Choice', Choices: [{ ...rule, Next: 'yes' }], Default: 'no' },
  yes: { Type: 'Pass', Result: true, End: true },
  no: { Type: 'Pass', Result: false, End: true },
});
const decide = (rule: object, input: unknown) =>
  new TestEngine().execute({ QueryLanguage: 'JSONPath', StartAt: 'c', States: States(rule) }, input);
const v = { Variable: '$.v' };
const TIME = '2026-01-01T00:00:00Z';

test.each<[object, unknown, boolean]>([
  [{ ...v, StringEquals: 'a' }, { v: 'a' }, true],
  [{ ...v, StringEquals: '1' }, { v: 1 }, false],
  [{ ...v, StringLessThan: 'b' }, { v: 'a' }, true],
  [{ ...v, StringGreaterThanEquals: 'b' }, { v: 'a' }, false],
  [{ ...v, StringEqualsPath: '$.w' }, { v: 'a', w: 'a' }, true],
  [{ ...v, StringMatches: 'log-*.txt' }, { v: 'log-1\n.txt' }, true],
  [{ ...v, StringMatches: 'a\\*b' }, { v: 'a*b' }, true],
  [{ ...v, StringMatches: 'a\\*b' }, { v: 'axb' }, false],
  [{ ...v, StringMatches: 'a.c' }, { v: 'abc' }, false],
  [{ ...v, NumericEquals: 1 }, { v: 1.0 }, true],
  [{ ...v, NumericEquals: 1 }, { v: '1' }, false],
  [{ ...v, NumericLessThanEqualsPath: '$.w' }, { v: 1, w: 1 }, true],
  [{ ...v, NumericGreaterThan: 1 }, { v: 1 }, false],
  [{ ...v, BooleanEquals: false }, { v: false }, true],
  [{ ...v, BooleanEqualsPath: '$.w' }, { v: false, w: true }, false],
  [{ ...v, TimestampEquals: TIME }, { v: '2026-01-01T09:00:00+09:00' }, true],
  [{ ...v, TimestampLessThan: TIME }, { v: '2025-12-31T23:59:59.999Z' }, true],
  [{ ...v, TimestampLessThan: TIME }, { v: '2025' }, false],
  [{ ...v, TimestampGreaterThanEqualsPath: '$$.Execution.StartTime' }, { v: TIME }, true],
  [{ ...v, IsNull: true }, { v: null }, true],
  [{ ...v, IsNull: false }, { v: null }, false],
  [{ ...v, IsString: true }, { v: '' }, true],
  [{ ...v, IsNumeric: true }, { v: '1' }, false],
  [{ ...v, IsBoolean: true }, { v: false }, true],
  [{ ...v, IsTimestamp: true }, { v: TIME }, true],
  [{ ...v, IsTimestamp: true }, { v: '2026-01-01' }, false],
  [{ ...v, IsTimestamp: true }, { v: '2026-02-31T10:00:00Z' }, false],
  [{ ...v, TimestampGreaterThan: TIME }, { v: '2026-02-31T10:00:00Z' }, false],
  [{ ...v, TimestampEqualsPath: '$.w' }, { v: '2026-01-01T00:00:00.0001Z', w: '2026-01-01T00:00:00.0005Z' }, false],
  [{ ...v, IsPresent: true }, { v: null }, true],
  [{ ...v, IsPresent: true }, {}, false],
  [{ ...v, IsPresent: false }, {}, true],
  [{ Variable: '$.l[3]', IsPresent: true }, { l: [1] }, false],
  [
    {
      And: [
        { ...v, IsPresent: true },
        { ...v, NumericGreaterThan: 0 },
      ],
    },
    { v: 1 },
    true,
  ],
  [
    {
      And: [
        { ...v, IsPresent: true },
        { ...v, NumericGreaterThan: 0 },
      ],
    },
    {},
    false,
  ],
  [
    {
      Or: [
        { ...v, IsNull: true },
        { ...v, NumericEquals: 2 },
      ],
    },
    { v: 2 },
    true,
  ],
  [{ Not: { ...v, NumericEquals: 2 } }, { v: 2 }, false],
])('%j of %j is %s', async (rule, input, expected) => {
  expect(await decide(rule, input)).toMatchObject({ output: String(expected) });
});

test.each([{ ...v, StringEquals: 'a' }, { Variable: '$.w', StringEqualsPath: '$.v' }, { Not: { ...v, IsNull: true } }])(
  '%j fails where a path leads nowhere',
  async (rule) => {
    expect(await decide(rule, { w: 'a' })).toMatchObject({
      error: 'States.Runtime',
      cause: expect.stringContaining(
        "Invalid path '$.v': The choice state's condition path references an invalid value.",
      ),
    });
  },
);
