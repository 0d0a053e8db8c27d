import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from '@jest/globals';
import { findExamples } from './examples';

const lambdas = join(resolve(__dirname, '..', '..'), 'lambdas');

test('each workflow that shows something is found, under a title of its own', () => {
  const folders = readdirSync(lambdas).filter((name) => existsSync(join(lambdas, name, 'example.ts')));
  const titles = findExamples().map(({ title }) => title);
  expect(titles).toHaveLength(folders.length);
  expect(new Set(titles).size).toBe(titles.length);
});
