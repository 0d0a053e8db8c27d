import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from '@jest/globals';

const read = (file: string) => JSON.parse(readFileSync(join(resolve(__dirname, '..'), file), 'utf8'));

interface Rule {
  readonly description?: string;
  readonly matchPackageNames?: readonly string[];
  readonly allowedVersions?: string;
}

const rules: readonly Rule[] = read('renovate.json').packageRules;
const packages: Readonly<Record<string, { version?: string }>> = read('package-lock.json').packages;
const versionOf = (name: string) => packages[`node_modules/${name}`]?.version;
const held = rules.flatMap(({ matchPackageNames = [], allowedVersions }) =>
  allowedVersions === undefined ? [] : matchPackageNames.map((name) => [name, allowedVersions] as const),
);

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

test.each(held)('%s stays within %s', (name, allowed) => {
  expect(`${versionOf(name)}`.startsWith(allowed.replace('x', ''))).toBe(true);
});

test('what must not move is held', () => {
  expect(held.map(([name]) => name)).toEqual(expect.arrayContaining(['cdktf', 'cdktf-cli', '@cdktf/provider-aws']));
});
