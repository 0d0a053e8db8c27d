import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { COMPARISONS } from './comparisons';

const matches = (text: string, pattern: string) => COMPARISONS.StringMatches?.(text, pattern);

test('StringMatches takes what a regular expression would', () => {
  const letters = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 8 });
  const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '*'), maxLength: 6 });
  fc.assert(
    fc.property(letters, pattern, (text, stars) => {
      expect(matches(text, stars)).toBe(new RegExp(`^${stars.replaceAll('*', '.*')}$`).test(text));
    }),
    { numRuns: 2000 },
  );
});

test('StringMatches ends, however many stars there are', () => {
  expect(matches('a'.repeat(100_000), `${'*a'.repeat(50)}*b`)).toBe(false);
  expect(matches('a'.repeat(100_000), `${'*a'.repeat(50)}*`)).toBe(true);
});
