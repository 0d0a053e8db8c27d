import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { deletedWith, filesOf } from '../../scripts/dependents';
import { place } from '../../scripts/new/placement';
import { stage } from '../../scripts/new/staging';
import { workflowFiles } from '../../scripts/new/template';
import { listedWorkflows, WORKFLOW_LIST } from '../../scripts/new/workflow-list';
import { deleteWorkflows, problemsOf } from './deletion';
import { deletionGroups } from './groups';
import { ProjectCopy } from './project-copy';

const root = resolve(__dirname, '..', '..');
/** What the project is there for: the rest of it builds on this, and it stays. */
const CORE = ['command'];
const LISTED = listedWorkflows(readFileSync(join(root, WORKFLOW_LIST), 'utf8'));
const SAMPLES = LISTED.filter((name) => !CORE.includes(name));
/** Two more, so that there is something to delete for those who have deleted every sample: the second imports the first. */
const MADE = ['made-first', 'made-second'];
const ALL = [...SAMPLES, ...MADE];

/**
 * Tests that no import leads to from a workflow, but that are about what all of them share: quick ones, of the rooms that a sample
 * could be named in.
 */
const SHARED = ['env/', 'lambdas/platform/', 'lambdas/fakes/', 'scripts/new/', 'scripts/diagrams/', 'scripts/start/'];

/** Of the tests that import the list: these run the project's tools themselves, and the one of Terraform needs its provider. */
const LEFT_OUT = /^(test\/workflows\/|stacks\/terraform\.test\.ts)/;

// Ends what hangs. The tools take a minute or two together, and several times that on a busy machine.
jest.setTimeout(600_000);
let copy: ProjectCopy;

beforeAll(async () => {
  copy = new ProjectCopy();
  for (const name of MADE) {
    const staging = stage(copy.root, workflowFiles(name));
    place(copy.root, staging, name);
    rmSync(staging, { recursive: true });
  }
  copy.write('lambdas/made-second/first.ts', "export type { MadeFirstInput } from '../made-first/input';\n");
  copy.standInBundles();
  expect(await copy.script('scripts/diagrams.ts')).toMatchObject({ code: 0 });
});

afterAll(() => copy.remove());

async function without<T>(names: readonly string[], look: () => Promise<T>): Promise<T> {
  const restore = deleteWorkflows(copy, names);
  try {
    return await look();
  } finally {
    restore();
  }
}

/** Paths of tests in the copy, as jest finds them. */
async function testsOf(...args: readonly string[]): Promise<readonly string[]> {
  const { output } = await copy.jest('--listTests', ...args);
  return output.split('\n').flatMap((line) => (line.endsWith('.test.ts') ? line.slice(copy.root.length + 1) : []));
}

test('what another workflow imports goes together with it', () => {
  expect(deletedWith(copy.root, ALL, 'made-first')).toEqual(['made-first', 'made-second']);
  expect(deletedWith(copy.root, ALL, 'made-second')).toEqual(['made-second']);
});

/** The two that are made are not there yet: the first goes with the second, which imports it. */
const groups =
  SAMPLES.length > 0 ? deletionGroups(SAMPLES, (name) => deletedWith(root, LISTED, name)) : [MADE, ['made-second']];

test.each(groups.map((names) => [names.join(', '), names] as const))(
  'without %s, everything compiles, is linted, synthesizes and is documented',
  async (_, names) => {
    expect(CORE.filter((core) => names.includes(core))).toEqual([]);
    expect(await without(names, () => problemsOf(copy))).toEqual([]);
  },
);

test('without any of them, the tests of what is left pass', async () => {
  const files = ALL.flatMap((name) => [
    ...filesOf(copy.root, `stacks/${name}`),
    ...filesOf(copy.root, `lambdas/${name}`),
  ]);
  const affected = await testsOf('--findRelatedTests', WORKFLOW_LIST, ...files);
  const tests = [...new Set([...affected, ...(await testsOf(...SHARED))])].filter((file) => !LEFT_OUT.test(file));
  const { code, output, ran } = await without(ALL, async () => {
    const left = tests.filter((file) => existsSync(join(copy.root, file)));
    return { ...(await copy.jest('--runTestsByPath', ...left)), ran: left };
  });
  expect(ran).toEqual(expect.arrayContaining(['stacks/app.test.ts', 'stacks/command/functions.test.ts']));
  expect(code === 0 ? '' : output).toBe('');
});

describe('it is noticed when something that stays', () => {
  test('imports a workflow that goes', async () => {
    copy.write('lambdas/platform/refers.ts', "export type { MadeFirstInput } from '../made-first/input';\n");
    const { output } = await without(MADE, () => copy.tsc());
    copy.delete('lambdas/platform/refers.ts');
    expect(output).toContain(
      "lambdas/platform/refers.ts(1,37): error TS2307: Cannot find module '../made-first/input'",
    );
  });

  test('names a function of it', async () => {
    copy.write(
      'stacks/refers.ts',
      "import type { FunctionPath } from '@blueprint/lambdas';\n\nexport const path: FunctionPath = 'made-second/process';\n",
    );
    const { output } = await without(['made-second'], () => copy.tsc());
    copy.delete('stacks/refers.ts');
    expect(output).toContain(`stacks/refers.ts(3,14): error TS2322: Type '"made-second/process"' is not assignable`);
  });

  test('is a document of it', async () => {
    copy.write('stacks/command/made-second.md', copy.read('stacks/made-second/made-second.md'));
    const { output } = await without(['made-second'], () => copy.script('scripts/diagrams.ts', '--check'));
    copy.delete('stacks/command/made-second.md');
    expect(output).toContain('stacks/command/made-second.md has no machine');
  });
});
