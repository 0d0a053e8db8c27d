import { describe, expect, test } from '@jest/globals';
import type { JsonValue } from '../json';
import { TestEngine } from '../testing/engine';
import { shortEvaluation } from '../testing/evaluation-time';
import { EvaluationTimeout } from './evaluation-timeout';
import { JsonPath } from './json-path/json-path';

const nested = (depth: number): JsonValue =>
  Array.from({ length: depth }).reduce<JsonValue>((inner) => ({ a: inner }), 1);
const numbers = Array.from({ length: 60_000 }, (_, index) => index);

describe('a path that goes on and on', () => {
  shortEvaluation();

  test.each<[string, JsonValue]>([
    ['$..*..*..*..*..*', nested(110)],
    ['$[?(@ in $)]', numbers],
    ['$[?(@ subsetof $[0])]', [numbers]],
    ['$[*].length($..b)', numbers.map(() => ({ b: 1 }))],
  ])('%s is given up', (source, root) => {
    expect(() => new JsonPath(source).evaluate(root)).toThrow(EvaluationTimeout);
  });

  test.each<[string, object]>([
    ['an intrinsic function', { Type: 'Pass', Parameters: { 'n.$': 'States.ArrayLength($..*..*..*..*..*)' } }],
    ['InputPath', { Type: 'Pass', InputPath: '$..*..*..*..*..*' }],
  ])('in %s fails the execution in words', async (_, state) => {
    const States = { p: { ...state, End: true } };
    const end = await new TestEngine().execute({ StartAt: 'p', QueryLanguage: 'JSONPath', States }, nested(110));
    expect(end).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
    expect(end.cause).toContain("The path '$..*..*..*..*..*' cannot be followed in time");
  });
});
