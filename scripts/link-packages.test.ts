import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { linkPackages, linkWorkspaces, unlinkFormer } from './link-packages';

let folder: string;
const write = (file: string, content: object): void => {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), JSON.stringify(content));
};
const named = (project: string, scope: string): void => {
  write(`${project}/package.json`, { workspaces: ['env'] });
  write(`${project}/env/package.json`, { name: `@${scope}/env` });
};
const isThere = (path: string) => existsSync(join(folder, path));

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'links-')));
  named('project', 'old');
  for (const name of ['zod', '@aws/s3']) write(`project/node_modules/${name}/package.json`, { name });
  write('project/env/node_modules/zod/package.json', { name: 'zod', version: '2' });
  linkWorkspaces(join(folder, 'project'));
});

afterEach(() => rmSync(folder, { recursive: true }));

test('a workspace is found under its new name, and under the former one until that is taken away', () => {
  named('project', 'new');
  linkWorkspaces(join(folder, 'project'));
  expect(['@old/env', '@new/env'].map((name) => isThere(`project/node_modules/${name}`))).toEqual([true, true]);
  unlinkFormer(join(folder, 'project'));
  expect(['@old/env', '@new/env'].map((name) => isThere(`project/node_modules/${name}`))).toEqual([false, true]);
  expect(isThere('project/node_modules/@old')).toBe(false);
  expect(['zod', '@aws/s3'].map((name) => isThere(`project/node_modules/${name}`))).toEqual([true, true]);
});

test('a copy has the packages of the project, and its own workspaces', () => {
  named('copy', 'other');
  linkPackages(join(folder, 'project'), join(folder, 'copy'));
  const real = (path: string) => realpathSync(join(folder, path)).slice(folder.length + 1);
  expect(real('copy/node_modules/@aws/s3')).toBe('project/node_modules/@aws/s3');
  expect(real('copy/node_modules/@other/env')).toBe('copy/env');
  expect(isThere('copy/node_modules/@old/env')).toBe(false);
  expect(JSON.parse(readFileSync(join(folder, 'copy/env/node_modules/zod/package.json'), 'utf8'))).toHaveProperty(
    'version',
    '2',
  );
});
