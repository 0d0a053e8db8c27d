import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { JsonObject } from '../definition/json';
import { documents } from '../import/documents';
import { AslError, validateAsl } from './validator';

describe('asl-validator', () => {
  test('has nothing against what the types allow, whatever the text in it', () => {
    // Each run compiles the validator's schemas anew, so there are few.
    for (const document of fc.sample(documents, { numRuns: 12, seed: 8 })) {
      expect(() => validateAsl(document as JsonObject)).not.toThrow();
    }
  }, 60_000);

  test('judges a state by its fields even where its name is that of one', () => {
    const named = (state: JsonObject): JsonObject => ({
      QueryLanguage: 'JSONata',
      StartAt: 'Output',
      States: { Output: state },
    });
    expect(() => validateAsl(named({ Type: 'Succeed' }))).not.toThrow();
    expect(() => validateAsl(named({ Type: 'Success' }))).toThrow(AslError);
  });

  test('rejects the same definition every time', () => {
    const wrong = { QueryLanguage: 'JSONata', StartAt: 'w', States: { w: { Type: 'Wait', Seconds: -1, End: true } } };
    expect(() => validateAsl(wrong)).toThrow(AslError);
    expect(() => validateAsl(wrong)).toThrow(AslError);
  });
});
