import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { git } from '../git';
import { checkClean } from './work-tree';

let root: string;
const commit = () => git(root, '-c', 'user.name=a', '-c', 'user.email=a@b.c', 'commit', '--quiet', '--message=a');

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'work-tree-'));
  git(root, 'init', '--quiet');
  writeFileSync(join(root, 'a.txt'), 'a');
});

afterEach(() => rmSync(root, { recursive: true }));

test('what git can take back is clean', () => {
  git(root, 'add', '--all');
  commit();
  expect(() => checkClean(root)).not.toThrow();
});

test('a change, or a file that git does not know, is told', () => {
  git(root, 'add', '--all');
  commit();
  writeFileSync(join(root, 'a.txt'), 'b');
  writeFileSync(join(root, 'b.txt'), 'b');
  expect(() => checkClean(root)).toThrow(/not clean.*M a\.txt.*\?\? b\.txt.*git reset --hard && git clean -fd/s);
});

test('without a commit there is nothing to go back to', () => {
  expect(() => checkClean(root)).toThrow('no git repository with a commit');
});
