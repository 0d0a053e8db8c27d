import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { OF_THE_ORIGINAL, pruned } from '../../scripts/fork/documents';
import { listedWorkflows, WORKFLOW_LIST } from '../../scripts/new/workflow-list';
import { remainsOf, toldOf } from './remains';

let root: string;
const BEFORE = { app: 'shop', region: 'eu-west-1', accounts: ['111111111111'], removed: ['order'] };
const remains = (file: string, text: string) => {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
  return remainsOf(root, [file], BEFORE);
};

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'remains-'));
});

afterEach(() => rmSync(root, { recursive: true }));

test.each([
  ['stacks/a.ts', "import '@shop/env';"],
  ['stacks/a.ts', 'The shop.'],
  ['docs/a.md', 'In `@shop/env`.'],
  ['lambdas/a.ts', 'eu-west-1'],
  ['env/dev.ts', "'111111111111'"],
  ['docs/a.md', 'See `stacks/order/definition.ts`.'],
  ['docs/a.md', 'See [b](b.md).'],
  ['docs/adr/1.md', 'See [b](b.md).'],
  ['docs/a.md', '`quote` and `order` cost cents.'],
  ['docs/a.md', '| order | a saga |'],
  ['docs/a.md', '| quote, order | Express |'],
  ['docs/a.md', '### order'],
])('something of the original is left where %s says: %s', (file, text) => {
  expect(remains(file, text)).toEqual([expect.stringContaining(`${file}:1 `)]);
});

test.each([
  ['docs/a.md', 'The shop was forked.'],
  ['NOTICE', 'The shop.'],
  ['docs/adr/1.md', 'In `@shop/env` and stacks/order/.'],
  ['local/a.ts', 'eu-west-1 111111111111'],
  ['docs/a.md', '| in order of promotion | `orders` |'],
  ['docs/a.md', '## An order between two commands'],
  ['docs/generated/a.md', '| order | `order` |'],
  ['docs/upstream-changelog.md', '`order` is new.'],
  ['lambdas/a.ts', '1111111111111 eu-west-1a'],
])('nothing is where %s says: %s', (file, text) => {
  expect(remains(file, text)).toEqual([]);
});

test('a folder that should be gone is told', () => {
  mkdirSync(join(root, 'stacks', 'order'), { recursive: true });
  expect(remainsOf(root, [], BEFORE)).toEqual(['stacks/order is still there']);
});

test('the pages speak of no workflow that is gone', () => {
  const project = resolve(__dirname, '..', '..');
  const list = readFileSync(join(project, WORKFLOW_LIST), 'utf8');
  const removed = listedWorkflows(list).filter((name) => name !== 'command');
  const gone = new Set([...removed, OF_THE_ORIGINAL]);
  const pages = readdirSync(join(project, 'docs')).filter((file) => file.endsWith('.md'));
  const told = pages.flatMap((page) =>
    pruned(readFileSync(join(project, 'docs', page), 'utf8'), gone)
      .split('\n')
      .filter((line) => toldOf(line, removed) !== undefined),
  );
  expect(told).toEqual([]);
});
