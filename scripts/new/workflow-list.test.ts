import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from '@jest/globals';
import { listedWorkflows, listLine, WORKFLOW_LIST, withoutWorkflows, withWorkflow } from './workflow-list';

const root = resolve(__dirname, '..', '..');
const list = readFileSync(join(root, WORKFLOW_LIST), 'utf8');

test('the list of this project is read as it is written', () => {
  const exported = list.split('\n').filter((line) => line.startsWith('export'));
  expect(listedWorkflows(list)).toHaveLength(exported.length);
  expect(listedWorkflows(list)).toEqual(expect.arrayContaining(['command']));
});

test('a workflow’s line exports its construct', () => {
  expect(listLine('invoice-check')).toBe("export { InvoiceCheckWorkflow } from './invoice-check';");
});

test('what is added and taken away again leaves the list as it was', () => {
  for (const name of ['a', 'command-log', 'zebra']) {
    expect(withoutWorkflows(withWorkflow(list, name), [name])).toBe(list);
  }
});

test('lines are in the order that the linter wants', () => {
  const names = ['zebra', 'a10-b', 'a2', 'task-report', 'command-log', 'taskreport', 'a', 'a-b', 'imports'];
  const all = names.reduce(withWorkflow, list);
  expect(listedWorkflows(all)).toHaveLength(listedWorkflows(list).length + names.length);
  const biome = join(root, 'node_modules', '@biomejs', 'biome', 'bin', 'biome');
  const { stdout } = spawnSync(process.execPath, [biome, 'check', '--write', `--stdin-file-path=${WORKFLOW_LIST}`], {
    cwd: root,
    input: all,
    encoding: 'utf8',
  });
  expect(stdout).toBe(all);
});
