import { expect, test } from '@jest/globals';
import { withoutForking } from './ci';

test.each([
  [
    "check 'npm test' npm test\ncheck 'npm run test:fork' npm run test:fork -- --quick\n",
    "check 'npm test' npm test\n",
  ],
  ['  - run: npm run test:fork\n  - run: npm test', '  - run: npm test'],
  ["script: ['start -- --once', 'test:api', 'test:fork']", "script: ['start -- --once', 'test:api']"],
  ['script: ["test:fork -- --quick", "test:api"]', 'script: ["test:api"]'],
  ['script:\n  - test:fork\n  - test:api', 'script:\n  - test:api'],
])('%j becomes %j', (text, left) => {
  expect(withoutForking(text)).toBe(left);
});

test('what only begins like one of them stays', () => {
  const text = "run: npm run fork-lift\nscript: ['test:forks', 'forklift']\n- forks";
  expect(withoutForking(text)).toBe(text);
});
