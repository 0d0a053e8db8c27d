import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { environments } from '@blueprint/env';
import { describe, expect, test } from '@jest/globals';
import { trackedFiles } from '../git';
import { identityOf } from './identity';
import { renamed } from './rename';

const root = resolve(__dirname, '..', '..');
const from = {
  app: 'shop',
  project: 'old-shop',
  region: 'eu-west-1',
  accounts: { dev: '111111111111', prod: '222222222222' },
  repository: 'corner/old-shop',
};
const to = {
  app: 'acme',
  project: 'acme',
  region: 'us-east-1',
  // Exchanged: what was written for one must not be taken for the other.
  accounts: { dev: '222222222222', prod: '333333333333' },
  repository: 'acme-inc/acme',
};
const text = (file: string, before: string) => renamed(file, before, from, to).text;

describe('in code', () => {
  test.each([
    ["import x from '@shop/env';", "import x from '@acme/env';"],
    ['/^@shop\\//', '/^@acme\\//'],
    ["app: 'shop',", "app: 'acme',"],
    ['name: shop', 'name: acme'],
    ['`prod-shop-data-' + '$' + '{id}`', '`prod-acme-data-' + '$' + '{id}`'],
    ['/dev/shop/webhook-key', '/dev/acme/webhook-key'],
    ['"name": "old-shop"', '"name": "acme"'],
    ['https://github.com/corner/old-shop', 'https://github.com/acme-inc/acme'],
    ['eu-west-1:111111111111:222222222222', 'us-east-1:222222222222:333333333333'],
    ['1111111111111 workshop shopping', '1111111111111 workshop shopping'],
  ])('%s is %s', (before, after) => {
    expect(text('stacks/a.ts', before)).toBe(after);
  });
});

test('in a document, a word of a sentence is the project that was forked', () => {
  expect(
    text('docs/a.md', 'The shop’s `shop`, in `@shop/env`: prod-shop-data. The shop.\n\n```sh\nrun shop\n```\n'),
  ).toBe('The shop’s `acme`, in `@acme/env`: prod-acme-data. The shop.\n\n```sh\nrun acme\n```\n');
});

test('the libraries keep the regions and accounts of their tests', () => {
  expect(text('local/a.ts', '@shop/asl eu-west-1 111111111111')).toBe('@acme/asl eu-west-1 111111111111');
});

test('places are counted', () => {
  expect(renamed('a.ts', 'shop shop eu-west-1', from, to).places).toBe(3);
});

// The rename would make them another region's.
test('no price is one of the region that environments are in', () => {
  const { region } = identityOf(root, environments);
  const priced = trackedFiles(root)
    .filter((file) => /\.(ts|md)$/.test(file) && !/^(docs\/adr\/|scripts\/fork)/.test(file))
    .flatMap((file) => readFileSync(join(root, file), 'utf8').split('\n'))
    .filter((line) => /\bprices?\b/i.test(line) && new RegExp(`(?<!:)\\b${region}\\b`).test(line));
  expect(priced).toEqual([]);
});

// Outside of documents every mention is renamed: what speaks of the original there would speak of the fork.
test('code speaks of itself as "this project"', () => {
  const { app } = identityOf(root, environments);
  const prose = new RegExp(`\\b(?:the|this|our|a) ${app}\\b`, 'i');
  const files = trackedFiles(root).filter(
    (file) => !/\.(md|svg)$|^(LICENSE|package-lock\.json)$|^scripts\/fork/.test(file),
  );
  expect(files.filter((file) => prose.test(readFileSync(join(root, file), 'utf8')))).toEqual([]);
});
