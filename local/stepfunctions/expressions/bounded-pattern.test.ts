import { describe, expect, test } from '@jest/globals';
import { TestEngine } from '../testing/engine';
import { shortEvaluation } from '../testing/evaluation-time';
import { BoundedPattern } from './bounded-pattern';
import { EvaluationTimeout } from './evaluation-timeout';

const ENDLESS = 'a'.repeat(60);

describe('a pattern', () => {
  test.each(['^(a+)+b$', 'a+b', '(?<first>a*)(?<last>b*)', 'c'])('%s matches as any other does', (source) => {
    for (const text of ['', 'aab', `${ENDLESS.slice(0, 12)}b`, `${'ab'.repeat(200)}b`]) {
      for (const flags of ['', 'g']) {
        const [bounded, plain] = [new BoundedPattern(source, flags), new RegExp(source, flags)];
        expect(bounded.exec(text)).toEqual(plain.exec(text));
        expect(bounded.lastIndex).toBe(plain.lastIndex);
      }
    }
  });

  describe('that would go back and forth for ages', () => {
    shortEvaluation();

    test('is given up', () => {
      expect(() => new BoundedPattern('^(a+)+b$').test(ENDLESS)).toThrow(EvaluationTimeout);
    });

    test('in a JSONPath filter fails the execution in words', async () => {
      const States = { p: { Type: 'Pass', Parameters: { 'found.$': '$.list[?(@ =~ /(a+)+b/)]' }, End: true } };
      const end = await new TestEngine().execute(
        { StartAt: 'p', QueryLanguage: 'JSONPath', States },
        { list: [ENDLESS, 'aab'] },
      );
      expect(end).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
      expect(end.cause).toContain("The pattern '^(?:(a+)+b)$' cannot be matched in time");
    });

    test('in a JSONata expression fails it as one that takes too long', async () => {
      const States = { p: { Type: 'Pass', Output: '{% $contains($states.input, /^(a+)+b$/) %}', End: true } };
      const end = await new TestEngine().execute({ StartAt: 'p', QueryLanguage: 'JSONata', States }, ENDLESS);
      expect(end).toMatchObject({ status: 'FAILED', error: 'States.QueryEvaluationError' });
      expect(end.cause).toContain('Expression evaluation timeout');
    });
  });
});
