import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { git } from '../git';
import { checkCommittable, commitFork, messageOf, toCommit } from './commit';

const message = messageOf('acme', { version: '1.2.3', commit: '0123456789abcdef' });
let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'commit-'));
  git(root, 'init', '--quiet');
  git(root, 'config', 'user.name', 'a');
  git(root, 'config', 'user.email', 'a@example.com');
  writeFileSync(join(root, 'fork.json'), '{}');
});

afterEach(() => rmSync(root, { recursive: true }));

test('a fork is one commit, and what it was made from is at it', () => {
  checkCommittable(root);
  commitFork(root, message);
  expect(git(root, 'log', '--format=%s%n%b', 'vendor')).toBe(message.join('\n'));
  expect(git(root, 'status', '--porcelain')).toBe('');
});

test('who has no identity is told before anything is written', () => {
  git(root, 'config', 'user.name', '');
  expect(() => checkCommittable(root)).toThrow(/git config user\.name <name>.*or use --no-commit/s);
});

test('a branch of the name is told, too', () => {
  commitFork(root, message);
  expect(() => checkCommittable(root)).toThrow('There is a branch "vendor" already');
});

test('where a hook refuses the commit, it is told how to make it', () => {
  const hooks = join(root, '.git', 'hooks');
  mkdirSync(hooks, { recursive: true });
  writeFileSync(join(hooks, 'pre-commit'), '#!/bin/sh\necho Not today. >&2\nexit 1\n', { mode: 0o755 });
  expect(() => commitFork(root, message)).toThrow(
    /Not today\.\n\nThe fork is made, but not committed\. Commit this alone, before .*git branch vendor/s,
  );
  expect(git(root, 'branch', '--list', 'vendor')).toBe('');
});

test('the commands that are told make the commit that later releases need', () => {
  const commands = toCommit(message)
    .split('\n')
    .filter((line) => line.startsWith('  git '));
  expect(commands).toEqual([
    '  git add --all',
    '  git commit --message="chore: fork acme from the Step Functions blueprint 1.2.3"',
    '  git branch vendor',
  ]);
});
