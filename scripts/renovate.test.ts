import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { readRecord } from './upstream/fork-record';

const root = resolve(__dirname, '..');
const read = (file: string) => JSON.parse(readFileSync(join(root, file), 'utf8'));
const isThere = existsSync(join(root, 'renovate.json'));

interface Rule {
  readonly description?: string;
  readonly matchPackageNames?: readonly string[];
  readonly allowedVersions?: string;
}

const rules: readonly Rule[] = isThere ? read('renovate.json').packageRules : [];
const packages: Readonly<Record<string, { version?: string }>> = read('package-lock.json').packages;
const versionOf = (name: string) => packages[`node_modules/${name}`]?.version;
const held = rules.flatMap(({ matchPackageNames = [], allowedVersions }) =>
  allowedVersions === undefined ? [] : matchPackageNames.map((name) => [name, allowedVersions] as const),
);

test('updates are proposed, unless a fork takes them from releases', () => {
  expect(isThere || readRecord(root) !== undefined).toBe(true);
});

(isThere ? describe : describe.skip)('the rules of updates', () => {
  test('every rule says why', () => {
    expect(rules.filter(({ description = '' }) => description.length < 15)).toEqual([]);
  });

  test('every package that is named is one of this project’s', () => {
    const names = rules.flatMap(({ matchPackageNames = [] }) => matchPackageNames);
    const unknown = names.filter((name) => {
      const [scope = '', all] = name.split('/**');
      return all === undefined
        ? versionOf(name) === undefined
        : !Object.keys(packages).some((place) => place.startsWith(`node_modules/${scope}/`));
    });
    expect(unknown).toEqual([]);
  });

  test('what is held is within the versions that it is held in', () => {
    expect(held.filter(([name, allowed]) => !versionOf(name)?.startsWith(allowed.replace('x', '')))).toEqual([]);
  });

  test('what must not move is held', () => {
    expect(held.map(([name]) => name)).toEqual(expect.arrayContaining(['cdktf', 'cdktf-cli', '@cdktf/provider-aws']));
  });
});
