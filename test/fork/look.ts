import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { trackedFiles } from '../../scripts/git';
import { listedWorkflows, WORKFLOW_LIST } from '../../scripts/new/workflow-list';
import type { ProjectCopy } from '../workflows/project-copy';
import { argumentsOf, type Fork } from './forks';
import { type Before, remainsOf } from './remains';
import { outputOf, Steps } from './steps';

const QUICK = ['fork', 'remains', 'types', 'lint', 'documents', 'synth'] as const;
const LONG = ['tests'] as const;
/** Fewer tests than this were not all of a fork's. */
const LEAST_TESTS = 1_500;

/**
 * Forks a copy of the project and looks at what has become of it.
 *
 * @param before what the project is called
 * @returns what was skipped or failed
 */
export async function lookAt(
  copy: ProjectCopy,
  fork: Fork,
  before: Omit<Before, 'removed'>,
  isQuick: boolean,
): Promise<readonly string[]> {
  const steps = new Steps(fork.title);
  const listed = () => listedWorkflows(readFileSync(join(copy.root, WORKFLOW_LIST), 'utf8'));
  const all = listed();
  const kept = all.filter((name) => name === 'command' || (fork.only?.includes(name) ?? true));
  const removed = all.filter((name) => !kept.includes(name));
  console.log(`\n${fork.title}: ${fork.name}, ${fork.region}, ${kept.join(', ')}`);
  await steps.step('fork', async () => outputOf(await copy.script('scripts/fork.ts', ...argumentsOf(fork))));
  await steps.step('remains', () => {
    const remains = [...remainsOf(copy.root, trackedFiles(copy.root), { ...before, removed })];
    if (listed().join() !== kept.join()) remains.push(`${WORKFLOW_LIST} lists ${listed().join(', ')}`);
    if (existsSync(join(copy.root, 'scripts', 'fork'))) remains.push('scripts/fork is still there');
    return remains.join('\n');
  });
  await steps.step('types', async () => {
    const template = await copy.start('node_modules/typescript/bin/tsc', '-p', 'scripts/new/workflow').ended;
    return outputOf(await copy.tsc()) + outputOf(template);
  });
  await steps.step('lint', async () => outputOf(await copy.biome('--error-on-warnings', '.')));
  await steps.step('documents', async () => {
    const diagrams = await copy.script('scripts/diagrams.ts', '--check');
    return outputOf(diagrams) + outputOf(await copy.script('scripts/conformance.ts', '--check'));
  });
  await steps.step('synth', async () => {
    const ended = outputOf(await copy.start('stacks/synth.mjs').ended);
    const stack = join(copy.root, 'cdktf.out', 'stacks', 'prod-workflows', 'cdk.tf.json');
    if (ended !== '' || !existsSync(stack)) return ended || `${stack} was not written`;
    const names = [`prod-${fork.name}-command-handler`, fork.accounts.prod, fork.region];
    return names
      .filter((name) => !readFileSync(stack, 'utf8').includes(name))
      .map((name) => `no ${name}`)
      .join();
  });
  if (!isQuick) await steps.step('tests', () => testsOf(copy));
  return steps.conclude(isQuick ? QUICK : [...QUICK, ...LONG]);
}

/** Runs everything that `npm test` runs. */
async function testsOf(copy: ProjectCopy): Promise<string> {
  const report = join(copy.root, '.local', 'jest.json');
  const ended = await copy.jest('--json', `--outputFile=${report}`);
  const { numTotalTests, numPassedTests } = JSON.parse(readFileSync(report, 'utf8'));
  console.log(`         ${numPassedTests} of ${numTotalTests} tests passed`);
  if (numTotalTests < LEAST_TESTS) return `Only ${numTotalTests} tests ran.`;
  return outputOf(ended);
}
