import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { git } from '../git';
import { commitVendor, moveVendor, vendorTip } from './vendor-branch';

let root: string;

function commit(file: string, text: string): string {
  writeFileSync(join(root, file), text);
  git(root, 'add', '--all');
  git(root, 'commit', '--quiet', '--message=a');
  return git(root, 'rev-parse', 'HEAD');
}

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'vendor-'));
  git(root, 'init', '--quiet', '--initial-branch=main');
  git(root, 'config', 'user.name', 'a');
  git(root, 'config', 'user.email', 'a@example.com');
});

afterEach(() => rmSync(root, { recursive: true }));

test('without the branch, the commit that made the fork is the newest of it', () => {
  commit('a.txt', 'a');
  expect(() => vendorTip(root)).toThrow('No commit has made this fork');
  const made = commit('fork.json', '{}');
  commit('fork.json', '{ }');
  expect(vendorTip(root)).toBe(made);
});

test('a release on the branch has the one before and the original as parents, and leaves the own branch alone', () => {
  const original = commit('a.txt', 'original');
  const made = commit('fork.json', '{}');
  const own = commit('own.txt', 'own');
  git(root, 'read-tree', original);
  const taken = commitVendor(root, made, original, 'chore: take v2');
  expect(git(root, 'rev-parse', `${taken}^@`).split('\n')).toEqual([made, original]);
  expect(vendorTip(root)).toBe(taken);
  expect(git(root, 'rev-parse', 'main')).toBe(own);
});

describe('of the branch here and at the remote', () => {
  const REMOTE = 'refs/remotes/origin/vendor';
  let first: string;
  let second: string;
  beforeEach(() => {
    first = commit('fork.json', '{}');
    second = commit('a.txt', 'a release');
  });

  test.each([
    ['the one that there is', []],
    ['the remote’s, where somebody else has taken a release', ['first']],
    ['the own, where it is not pushed yet', ['second', 'first']],
    ['either, where they are the same', ['second', 'second']],
  ] as const)('%s is the newest', (_, [own, remote = 'second']) => {
    const commits = { first, second };
    if (own) git(root, 'branch', 'vendor', commits[own]);
    git(root, 'update-ref', REMOTE, commits[remote]);
    expect(vendorTip(root)).toBe(second);
  });

  test('none is where each has what the other lacks', () => {
    git(root, 'branch', 'vendor', second);
    git(root, 'checkout', '--quiet', '--detach', first);
    git(root, 'update-ref', REMOTE, commit('a.txt', 'another'));
    expect(() => vendorTip(root)).toThrow(
      /"vendor" and "origin\/vendor" have diverged.*"git branch --force vendor origin\/vendor"/,
    );
  });

  test('the own follows, or begins there', () => {
    moveVendor(root, first);
    expect(git(root, 'rev-parse', 'vendor')).toBe(first);
    moveVendor(root, second);
    expect(git(root, 'rev-parse', 'vendor')).toBe(second);
  });
});
