import { expect, test } from '@jest/globals';
import { holds } from './packages';

const lock = (packages: Parameters<typeof holds>[0]['packages']) => ({ packages });
const ours = lock({
  '': {},
  'node_modules/@acme/env': { link: true },
  'node_modules/a': { version: '1.0.0', integrity: 'x' },
  'node_modules/b': { version: '2.0.0', integrity: 'y' },
});

test('workspaces may have other names, and there may be more packages', () => {
  expect(
    holds(
      ours,
      lock({ '': {}, 'node_modules/@old/env': { link: true }, 'node_modules/a': { version: '1.0.0', integrity: 'x' } }),
    ),
  ).toBe(true);
});

test.each([
  ['another version', { 'node_modules/a': { version: '1.0.1', integrity: 'x' } }],
  ['another content', { 'node_modules/a': { version: '1.0.0', integrity: 'z' } }],
  ['a package that is not there', { 'node_modules/c': { version: '1.0.0', integrity: 'x' } }],
])('%s has to be fetched', (_, packages) => {
  expect(holds(ours, lock(packages))).toBe(false);
});
