/**
 * `npm run test:codemod`: moves a copy of this project to the fork, as a person would, and compares what is synthesized with the
 * packages of before and of after. Anything but versions that differs fails it.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { PROVIDER_VERSION } from '@blueprint/scripts/codemod-cdktn/packages';
import { planChanges } from '@blueprint/scripts/codemod-cdktn/project';
import { runUntilStopped } from '@blueprint/scripts/command-line';
import { MigratedCopy } from './migrated-copy';
import { nodeForTheFork } from './node';
import { differences, isExpected } from './synthesis-diff';

const project = resolve(__dirname, '..', '..');
const CLI = (name: string) => `node_modules/${name}-cli/bundle/bin/${name}.js`;
const JEST = 'node_modules/jest/bin/jest.js';
/** The tests of what is deployed and of the tools, but for that of Terraform, which is asked by itself, and those that need Python. */
const TESTS = ['stacks/(?!terraform\\.test)', 'scripts/(?!stepfunctions/)'];

async function main(signal: AbortSignal): Promise<void> {
  if (!existsSync(join(project, CLI('cdktf')))) {
    throw new Error(
      'This project has no cdktf: it is moved already. Delete scripts/codemod-cdktn*, test/codemod and their npm scripts.',
    );
  }
  const node = await nodeForTheFork(join(project, '.local', 'codemod-node'), signal);
  const copy = new MigratedCopy(signal);
  const notTested: string[] = [];
  try {
    const [before, after] = [join(copy.root, '.build', 'before'), join(copy.root, '.build', 'after')];
    await step('synth with cdktf', () => copy.script(CLI('cdktf'), 'synth', '--output', before));
    await step('codemod', async () => {
      await copy.commit();
      await copy.script('--import', 'tsx', 'scripts/codemod-cdktn.ts');
    });
    await step('a second run finds nothing', async () =>
      demand(planChanges(copy.root).filter(({ changed }) => changed)),
    );
    copy.useNode(node);
    await step('npm install', () =>
      copy.npm('install', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline'),
    );
    await step('no package of before, each of the fork once', () => checkPackages(copy));
    await step('types', () => copy.script('node_modules/typescript/bin/tsc', '-p', '.'));
    await step('format and lint', () => copy.script('node_modules/@biomejs/biome/bin/biome', 'check', '.'));
    await step('synth with cdktn', () => copy.script(CLI('cdktn'), 'synth', '--output', after));
    await step('Terraform JSON of all environments: the same but for versions', async () => {
      const found = differences(before, after);
      if (found.length === 0)
        throw new Error('Nothing differs, not even the versions: both were synthesized by the same.');
      demand(found.filter((difference) => !isExpected(difference)));
    });
    await step('documents of machines', () => copy.script('--import', 'tsx', 'scripts/diagrams.ts', '--check'));
    await step('tests of stacks and scripts', () => copy.script(JEST, '--silent', ...TESTS));
    await step('terraform validate', async () => {
      const reason = await whyNotValidated(copy, join(after, 'stacks'));
      if (reason !== undefined) notTested.push(`terraform validate: ${reason}`);
    });
  } finally {
    copy.remove();
  }
  notTested.push('a deployment, to the local AWS or to an account, and the plan of a deployed state');
  console.log(`\nNot tested:\n${notTested.map((what) => `  ${what}`).join('\n')}`);
}

async function step(title: string, work: () => Promise<void>): Promise<void> {
  const started = performance.now();
  process.stdout.write(`${title} …`);
  await work();
  console.log(` ${((performance.now() - started) / 1000).toFixed(1)} s`);
}

function demand(unexpected: readonly unknown[]): void {
  if (unexpected.length === 0) return;
  const shown = unexpected.slice(0, 20).map((each) => `  ${JSON.stringify(each)}`);
  throw new Error(`${unexpected.length} that should not be there:\n${shown.join('\n')}`);
}

async function checkPackages(copy: MigratedCopy): Promise<void> {
  await copy.npm('ls', '--all', 'cdktn', 'constructs', '@cdktn/provider-aws');
  const installed = Object.keys(JSON.parse(readFileSync(join(copy.root, 'package-lock.json'), 'utf8')).packages);
  const count = (name: string) => installed.filter((path) => path.endsWith(`node_modules/${name}`)).length;
  demand(installed.filter((path) => /node_modules\/(cdktf|@cdktf)/.test(path)));
  demand(['cdktn', 'constructs', '@cdktn/provider-aws'].filter((name) => count(name) !== 1));
}

/** The reason when the provider can't be had here; what Terraform finds wrong is thrown. */
async function whyNotValidated(copy: MigratedCopy, stacks: string): Promise<string | undefined> {
  try {
    await copy.terraform(
      `-chdir=${join(stacks, 'local-storage')}`,
      'init',
      '-backend=false',
      '-input=false',
      '-no-color',
    );
  } catch (error) {
    const missing = /Failed to (?:query available provider packages|install provider)/.exec(String(error));
    if (missing) return `Terraform finds no provider ${PROVIDER_VERSION} here ("${missing[0]}")`;
    throw error;
  }
  await copy.script(JEST, 'stacks/terraform.test');
  return undefined;
}

runUntilStopped((_, signal) => main(signal));
