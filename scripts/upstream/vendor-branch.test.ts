import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { git } from '../git';
import { commitVendor, vendorTip } from './vendor-branch';

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
