import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../../local/ministack/free-port';
import { trackedFiles } from '../../scripts/git';
import { listedWorkflows, WORKFLOW_LIST } from '../../scripts/new/workflow-list';
import type { ProjectCopy } from '../workflows/project-copy';
import { argumentsOf, type Fork } from './forks';
import { type Before, remainsOf } from './remains';
import { outputOf, Steps } from './steps';

const QUICK = ['fork', 'remains', 'types', 'lint', 'documents', 'tests of its files', 'synth'] as const;
const LONG = ['tests'] as const;
/** Fewer tests than this were not all of a fork's. */
const LEAST_TESTS = 1_500;
/** Tests that read documents and settings of the project itself, and the least that they are. */
const OF_FILES = [
  'env/',
  'scripts/codemod-cdktn/file',
  'scripts/import-rules',
  'scripts/lint-workflows',
  'scripts/new/workflow-',
  'scripts/renovate',
  'scripts/upstream/',
  'test/docs/',
];
const LEAST_OF_FILES = 150;
/** Of a failure. */
const SHOWN_LINES = 30;

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
  await steps.step('tests of its files', () => testsOfFiles(copy));
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
  const isStarted = fork.isStarted || !isQuick;
  if (isStarted) await steps.step('start', () => startOf(copy, fork));
  if (!isQuick) await steps.step('tests', () => testsOf(copy));
  return steps.conclude([...QUICK, ...(isStarted ? ['start'] : []), ...(isQuick ? [] : LONG)]);
}

/** What jest writes of a run, as far as it is read here. */
interface JestReport {
  readonly numTotalTests: number;
  readonly numPassedTests: number;
  readonly success: boolean;
  readonly testResults: readonly {
    readonly name: string;
    readonly message: string;
    readonly assertionResults: readonly {
      readonly status: string;
      readonly fullName: string;
      readonly failureMessages: readonly string[];
    }[];
  }[];
}

/** Deploys the fork with Terraform to a local AWS and runs it, as `npm start -- --once` does. */
async function startOf(copy: ProjectCopy, { name }: Fork): Promise<string> {
  const { code, output } = await copy.script('scripts/start.ts', '--once', '--port', String(await freePort()));
  if (code !== 0) return output;
  const state = join(copy.root, '.local', 'terraform', 'local-workflows.tfstate');
  return readFileSync(state, 'utf8').includes(`local-${name}-command-handler`)
    ? ''
    : `No local-${name}-command-handler in ${state}.`;
}

/** Runs everything that `npm test` runs. */
function testsOf(copy: ProjectCopy): Promise<string> {
  return jestIn(copy, [], LEAST_TESTS);
}

/**
 * Runs the tests that read the project's own documents and settings: they take seconds, and what a fork changes is their matter.
 *
 * @param more paths of others
 */
export function testsOfFiles(copy: ProjectCopy, ...more: readonly string[]): Promise<string> {
  return jestIn(copy, [...OF_FILES, ...more], LEAST_OF_FILES);
}

async function jestIn(copy: ProjectCopy, args: readonly string[], least: number): Promise<string> {
  const file = join(copy.root, '.local', 'jest.json');
  const ended = await copy.jest('--json', `--outputFile=${file}`, ...args);
  const report: JestReport = JSON.parse(readFileSync(file, 'utf8'));
  const { numTotalTests, numPassedTests } = report;
  console.log(`         ${numPassedTests} of ${numTotalTests} tests passed`);
  if (!report.success || ended.code !== 0) return failures(report).join('\n') || ended.output;
  return numTotalTests < least ? `Only ${numTotalTests} tests ran.` : '';
}

function failures({ testResults }: JestReport): readonly string[] {
  return testResults.flatMap(({ name, message, assertionResults }) => {
    const failed = assertionResults.filter(({ status }) => status === 'failed');
    // A file that could not be loaded has no tests.
    if (assertionResults.length === 0) return [`${name}: ${message}`];
    return failed.map(({ fullName, failureMessages }) => `${name}: ${fullName}\n${firstLines(failureMessages[0])}`);
  });
}

function firstLines(text = ''): string {
  return text.split('\n').slice(0, SHOWN_LINES).join('\n');
}
