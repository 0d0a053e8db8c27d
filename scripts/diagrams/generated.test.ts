import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { generatedIn, MARK } from './generated';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'diagrams-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

test('of the files of a workflow, those that begin with the mark are generated', () => {
  writeFileSync(join(folder, 'order.md'), `${MARK}\n# order\n`);
  writeFileSync(join(folder, 'README.md'), '# Orders\n');
  writeFileSync(join(folder, 'order.ts'), `${MARK}\n`);
  expect(generatedIn(folder)).toEqual(['order.md']);
});
