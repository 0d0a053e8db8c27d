import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { place } from './placement';
import { WORKFLOW_LIST } from './workflow-list';

const LIST = "// The list.\nexport { OrderWorkflow } from './order';\n";
let root: string;
let staging: string;
const write = (file: string, text: string): void => {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
};
const read = (file: string) => readFileSync(join(root, file), 'utf8');

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'placement-'));
  staging = join(root, 'staging');
  write(WORKFLOW_LIST, LIST);
  write('lambdas/order/pay.ts', 'pay');
  write('staging/stacks/mail/index.ts', 'the stack');
  write('staging/lambdas/mail/inputs/1.json', 'an input');
});

afterEach(() => rmSync(root, { recursive: true }));

test('a workflow is moved to its rooms and listed', () => {
  place(root, staging, 'mail');
  expect(read('stacks/mail/index.ts')).toBe('the stack');
  expect(read('lambdas/mail/inputs/1.json')).toBe('an input');
  expect(read(WORKFLOW_LIST)).toBe(
    "// The list.\nexport { MailWorkflow } from './mail';\nexport { OrderWorkflow } from './order';\n",
  );
});

test('all of it can be taken back', () => {
  place(root, staging, 'mail')();
  expect(readdirSync(join(root, 'stacks'))).toEqual(['workflow-list.ts']);
  expect(readdirSync(join(root, 'lambdas'))).toEqual(['order']);
  expect(read(WORKFLOW_LIST)).toBe(LIST);
});

test('what somebody else has listed meanwhile stays', () => {
  const undo = place(root, staging, 'mail');
  write(WORKFLOW_LIST, `${read(WORKFLOW_LIST)}export { ZebraWorkflow } from './zebra';\n`);
  undo();
  expect(read(WORKFLOW_LIST)).toBe(`${LIST}export { ZebraWorkflow } from './zebra';\n`);
});

test('when a folder is there, it is left alone and nothing is done', () => {
  write('stacks/mail/index.ts', 'by hand');
  expect(() => place(root, staging, 'mail')).toThrow('stacks/mail is there already: nothing is overwritten.');
  expect(read('stacks/mail/index.ts')).toBe('by hand');
  expect(existsSync(join(root, 'lambdas', 'mail'))).toBe(false);
  expect(read(WORKFLOW_LIST)).toBe(LIST);
});

test('when the list can’t be written, the folders go again', () => {
  rmSync(join(root, WORKFLOW_LIST));
  expect(() => place(root, staging, 'mail')).toThrow('ENOENT');
  expect(readdirSync(join(root, 'stacks'))).toEqual([]);
  expect(readdirSync(join(root, 'lambdas'))).toEqual(['order']);
});
