import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from '@jest/globals';
import { findExamples } from './examples';

const root = resolve(__dirname, '..', '..');

test('each workflow that shows something is found', () => {
  const workflows = readdirSync(join(root, 'stacks')).filter((name) =>
    existsSync(join(root, 'lambdas', name, 'example.ts')),
  );
  expect(findExamples().map(({ workflow }) => workflow)).toEqual(workflows.sort());
});
