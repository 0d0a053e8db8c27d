import { existsSync, readdirSync, watch } from 'node:fs';
import { join } from 'node:path';
import { environments } from '@blueprint/env';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { WORKFLOW_LIST } from '../../scripts/new/workflow-list';
import { longestName } from '../../scripts/new/workflow-name';
import { problemsOf } from './deletion';
import { ProjectCopy } from './project-copy';

/** As long as a name may be, and beginning as another workflow's does. */
const NAME = `command-${'x'.repeat(longestName(environments).most - 'command--id'.length)}-id`;
// Ends what hangs. The tools take a minute or two together, and several times that on a busy machine.
jest.setTimeout(600_000);

let copy: ProjectCopy;
beforeAll(() => {
  copy = new ProjectCopy();
});
afterAll(() => copy.remove());

const create = (name: string, ...options: readonly string[]) =>
  copy.script('scripts/new.ts', 'workflow', name, ...options);

/** What there is of workflows in the copy. */
const state = () => ({
  list: copy.read(WORKFLOW_LIST),
  stacks: readdirSync(join(copy.root, 'stacks')),
  lambdas: readdirSync(join(copy.root, 'lambdas')),
  staged: existsSync(join(copy.root, '.build'))
    ? readdirSync(join(copy.root, '.build')).filter((folder) => folder.startsWith('new-'))
    : [],
});

describe('nothing is written', () => {
  test('when it is only to be shown', async () => {
    const before = state();
    const { code, output } = await create('invoice-check', '--dry-run');
    expect(code).toBe(0);
    expect(output).toContain('lambdas/invoice-check/process.test.ts\n');
    expect(output).toContain("stacks/workflow-list.ts: export { InvoiceCheckWorkflow } from './invoice-check';");
    expect(state()).toEqual(before);
  });

  test('for a name that is taken', async () => {
    const before = state();
    expect(await create('command')).toEqual({
      code: 1,
      output: 'stacks/command is there already: nothing is overwritten. Choose another name.\n',
    });
    expect(state()).toEqual(before);
  });

  test('when somebody stops it half-way', async () => {
    const before = state();
    const { process, ended } = copy.start('--import', 'tsx', 'scripts/new.ts', 'workflow', 'invoice-check');
    const watcher = watch(join(copy.root, 'stacks'), (_, file) => {
      if (file === 'invoice-check' && existsSync(join(copy.root, 'stacks', file))) process.kill('SIGINT');
    });
    const { code, output } = await ended;
    watcher.close();
    expect(output).toContain('Stopped by SIGINT: nothing was written.');
    expect(code).toBe(130);
    expect(state()).toEqual(before);
  });

  test('when its document can’t be', async () => {
    const before = state();
    copy.write('lambdas/command/broken.ts', 'export const handler = {;\n');
    const { code, output } = await create('invoice-check');
    copy.delete('lambdas/command/broken.ts');
    expect(code).toBe(1);
    expect(output).toMatch(/scripts\/bundle\.ts ended with exit code 1:\n(.*\n)*.*lambdas\/command\/broken\.ts:1/);
    expect(state()).toEqual(before);
  });
});

test('a new workflow is whole: it compiles, is linted, bundles, synthesizes, and its tests take every transition', async () => {
  expect(await create(NAME)).toMatchObject({ code: 0 });
  expect(copy.read(`stacks/${NAME}/${NAME}.md`)).toContain('`initialize` → `process` → `finalize`');
  const changed = [WORKFLOW_LIST, `lambdas/${NAME}`, `stacks/${NAME}`];
  expect(await problemsOf(copy, changed)).toEqual([]);
  const { code, output } = await copy.jest(`(stacks|lambdas)/${NAME}/`, 'stacks/command/functions.test.ts');
  expect(code === 0 ? '' : output).toBe('');
  expect(output).toMatch(new RegExp(`${NAME} +3/3 +100 % +3/3 +100 %`));
  expect(output).toContain(`PASS lambdas/${NAME}/versions.test.ts`);
});
