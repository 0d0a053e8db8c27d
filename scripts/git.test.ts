import { resolve } from 'node:path';
import { expect, test } from '@jest/globals';
import { git } from './git';

const root = resolve(__dirname, '..');

test('lines end the same on every machine, whatever git is set to', () => {
  const [eol] = git(root, 'ls-files', '--eol', 'scripts/git.ts').split('\t');
  expect(eol).toMatch(/^i\/lf +w\/lf +attr\/text=auto eol=lf *$/);
});
