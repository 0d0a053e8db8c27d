import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from '@jest/globals';

const root = resolve(__dirname, '..', '..');
const changelog = readFileSync(join(root, 'CHANGELOG.md'), 'utf8');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const headings = changelog.split('\n').filter((line) => line.startsWith('## '));
const KINDS = ['Added', 'Changed', 'Deprecated', 'Removed', 'Fixed', 'Security', 'Deployments'];

test('what is not released stands first, then each release with its date, the newest of which is this one', () => {
  const [first, ...releases] = headings;
  expect(first).toBe('## [Unreleased]');
  for (const release of releases) expect(release).toMatch(/^## \[\d+\.\d+\.\d+\] - \d{4}-\d\d-\d\d$/);
  if (releases.length > 0) expect(releases[0]).toContain(`[${version}]`);
});

test('changes are of the known kinds', () => {
  const kinds = changelog.split('\n').flatMap((line) => /^### (.*)$/.exec(line)?.[1] ?? []);
  expect(kinds.filter((kind) => !KINDS.includes(kind))).toEqual([]);
});
