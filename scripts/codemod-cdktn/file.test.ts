import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { readRecord } from '../upstream/fork-record';
import { rewriteFile } from './file';
import { PLACES, type Place, rewritePlaces } from './places';

const root = resolve(__dirname, '..', '..');
const renamed = (path: string, text: string) => rewriteFile(path, text).text;

describe('each kind of file has its rule', () => {
  test('settings: strings that are packages, in keys and values', () => {
    expect(
      renamed('biome.json', '{ "paths": { "@cdktf/provider-aws": "Import @cdktf/provider-aws/lib/<resource>" } }'),
    ).toBe('{ "paths": { "@cdktn/provider-aws": "Import @cdktn/provider-aws/lib/<resource>" } }');
    expect(renamed('renovate.json', '{ "group": ["cdktf", "my-cdktf"] }')).toBe('{ "group": ["cdktn", "my-cdktf"] }');
  });

  test('the settings of the CLI keep their name and their fields', () => {
    const text = readFileSync(join(root, 'cdktf.json'), 'utf8');
    expect(renamed('cdktf.json', text)).toBe(text);
  });

  test('documents: words, but neither folders nor addresses', () => {
    expect(
      renamed('docs/x.md', '`cdktf synth` writes `cdktf.out/`, see https://developer.hashicorp.com/terraform/cdktf.'),
    ).toBe('`cdktn synth` writes `cdktf.out/`, see https://developer.hashicorp.com/terraform/cdktf.');
  });

  test('whatever else git keeps: commands and packages', () => {
    const workflow = 'run: npx cdktf deploy dev-*\npath: cdktf.out\nname: cdktf\n';
    const { text, left } = rewriteFile('.github/workflows/ci.yml', workflow);
    expect(text).toBe('run: npx cdktn deploy dev-*\npath: cdktf.out\nname: cdktf\n');
    expect(left).toEqual(['3: name: cdktf']);
  });

  test.each([
    ['run: npm i -g cdktf-cli@0.21.0', 'run: npm i -g cdktn-cli@0.24.0'],
    ['run: npm i cdktf@^0.21 "@cdktf/provider-aws@20.1.0"', 'run: npm i cdktn@0.24.0 "@cdktn/provider-aws@25.7.0"'],
    ['It was cdktf@0.21.0. Not cdktf-cli@0.x.', 'It was cdktn@0.24.0. Not cdktn-cli@0.24.0.'],
    ['run: npx cdktf-cli@latest synth', 'run: npx cdktn-cli@latest synth'],
  ])('a package comes in the version of the fork: %s', (before, after) => {
    for (const path of ['.gitlab-ci.yml', 'docs/x.md', 'x.json'])
      expect(renamed(path, JSON.stringify(before))).toBe(JSON.stringify(after));
  });

  test.each([
    'run: npm i -g cdktf-cli@$VERSION',
    'run: npm i -g cdktf-cli@0.$MINOR',
    'run: npm i @cdktf/provider-google@14.0.0',
    'mail: cdktf@example.com',
  ])('what has no version that is known stays, and is told: %s', (text) => {
    for (const path of ['.gitlab-ci.yml', 'docs/x.md', 'x.json'])
      expect(rewriteFile(path, JSON.stringify(text))).toEqual({
        text: JSON.stringify(text),
        left: [`1: ${JSON.stringify(text)}`],
      });
  });

  test('a lock file of Terraform with another provider is told: only Terraform can write it', () => {
    const lock = (version: string) =>
      `# By terraform init.\n\nprovider "registry.terraform.io/hashicorp/aws" {\n  version     = "${version}"\n}\n`;
    const { text, left } = rewriteFile('stacks/terraform.lock.hcl', lock('5.100.0'));
    expect(text).toBe(lock('5.100.0'));
    expect(left).toEqual([expect.stringMatching(/^3: locks provider 5\.100\.0.*6\.66\.0.*terraform providers lock/)]);
    expect(rewriteFile('.terraform.lock.hcl', lock('6.66.0')).left).toEqual([]);
  });

  test('decisions, the lock file and the codemod itself are not touched', () => {
    for (const path of [
      'docs/adr/0001-x.md',
      'package-lock.json',
      'scripts/codemod-cdktn/names.ts',
      'test/codemod/run.ts',
    ]) {
      expect(rewriteFile(path, "import 'cdktf'; // cdktf synth")).toEqual({
        text: "import 'cdktf'; // cdktf synth",
        left: [],
      });
    }
  });
});

describe('the places that follow from a version', () => {
  // A fork may delete these, or write them anew.
  const own = readRecord(root) === undefined ? [] : ['README.md', 'renovate.json'];
  const has = ({ file, before }: Place) =>
    existsSync(join(root, file)) && readFileSync(join(root, file), 'utf8').includes(before);

  test.each(
    PLACES.filter((place) => !own.includes(place.file) || has(place)).map(
      (place) => [place.file, place.before, place] as const,
    ),
  )('%s: %s', (file, _, place) => {
    const { text, missing } = rewritePlaces(file, readFileSync(join(root, file), 'utf8'));
    expect(missing).toEqual([]);
    expect(text).toContain(place.after);
    expect(text).not.toContain(place.before);
  });

  test('one that a fork has changed is told, with its reason', () => {
    const { text, left } = rewriteFile('scripts/terraform.ts', "const providerVersion = '5.99.0';\n");
    expect(text).toBe("const providerVersion = '5.99.0';\n");
    expect(left).toEqual([expect.stringContaining("providerVersion = '6.66.0'")]);
    expect(left[0]).toContain('a mirror is taken only if');
  });
});
