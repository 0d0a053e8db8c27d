import { expect, test } from '@jest/globals';
import { parseOptions } from './options';

test('works on this project when no folder is given', () => {
  expect(parseOptions([])).toEqual({ help: false, folder: undefined, dryRun: false });
  expect(parseOptions(['../other', '--dry-run'])).toEqual({ help: false, folder: '../other', dryRun: true });
});

test('what it does not know is told with the usage', () => {
  expect(() => parseOptions(['a', 'b'])).toThrow(/"b" is too much[\s\S]*npm run codemod:cdktn/);
  expect(() => parseOptions(['--force'])).toThrow(/--force[\s\S]*npm run codemod:cdktn/);
});
