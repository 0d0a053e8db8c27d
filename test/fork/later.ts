import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { git, trackedFiles } from '../../scripts/git';
import type { Ended, ProjectCopy } from '../workflows/project-copy';
import { argumentsOf, type Fork } from './forks';
import { testsOfFiles } from './look';
import { type Before, remainsOf } from './remains';
import { outputOf, Steps } from './steps';

const STEPS = [
  'stopped half-way',
  'fork',
  'own changes',
  'a release of the original',
  'upstream',
  'merge',
  'remains',
  'types',
  'tests of its files',
  'once more',
];
const SHARED = 'lambdas/platform/pause.ts';
const FIX = "\n/** A fix. */\nexport type { Environment } from '@blueprint/env';\n";
const UNDO = 'git reset --hard && git clean -fd';
const OWN = '// Ours.\n';
/** Tests of what follows from the settings of environments. */
const OF_SETTINGS = ['stacks/app.test', 'stacks/storage', 'stacks/command/', 'stacks/approval/', 'stacks/api/api'];

/**
 * Has a fork take a later release: both have changed the same file, and the fork others.
 *
 * @returns what was skipped or failed
 */
export async function lookAtLater(copy: ProjectCopy, fork: Fork, before: Before): Promise<readonly string[]> {
  const steps = new Steps('a later release');
  const run = (...args: readonly string[]) => git(copy.root, ...args);
  const missing = (file: string, ...texts: readonly string[]) =>
    texts.filter((text) => !copy.read(file).includes(text)).map((text) => `${file} lacks ${text}`);
  let own = '';
  console.log('\na later release comes into a fork');
  await steps.step('stopped half-way', async () => {
    const stopped = await stop(copy, fork);
    if (stopped.code !== 130 || !stopped.output.includes('The fork is half made.')) return stopped.output;
    const again = await copy.script('scripts/fork.ts', ...argumentsOf(fork));
    if (again.code !== 1 || !again.output.includes(UNDO)) return again.output;
    run('reset', '--quiet', '--hard');
    run('clean', '-fd', '--quiet');
    return '';
  });
  await steps.step('fork', async () => {
    run('tag', 'v1.0.0');
    return outputOf(await copy.script('scripts/fork.ts', ...argumentsOf(fork)));
  });
  await steps.step('own changes', () => {
    copy.write(SHARED, OWN + copy.read(SHARED));
    changeSettings(copy);
    copy.write('CHANGELOG.md', `${copy.read('CHANGELOG.md')}- Ours.\n`);
    copy.write('README.md', '# Acme, our own\n');
    copy.delete('renovate.json');
    copy.write('lambdas/platform/ours.ts', "export const ours = 'ours';\n");
    run('add', '--all');
    run('commit', '--quiet', '--message=feat: what is ours');
    own = run('rev-parse', 'HEAD');
    return '';
  });
  await steps.step('a release of the original', () => {
    release(copy.root, (read, write) => {
      write(SHARED, read(SHARED) + FIX);
      write('package.json', read('package.json').replace(/"version": "[^"]*"/, '"version": "1.1.0"'));
      write(
        'CHANGELOG.md',
        read('CHANGELOG.md').replace('## [Unreleased]', '## [Unreleased]\n\n## [1.1.0] - 2026-01-01'),
      );
    });
    return '';
  });
  await steps.step('upstream', async () => {
    const ended = await copy.script('scripts/upstream.ts', 'v1.1.0');
    const moved = run('status', '--porcelain') !== '' || run('rev-parse', 'HEAD') !== own;
    return outputOf(ended) || (moved ? 'The own branch or the work tree has changed.' : '');
  });
  await steps.step('merge', () => {
    run('merge', '--quiet', '--no-edit', 'vendor');
    const { origin } = JSON.parse(copy.read('fork.json'));
    return [
      ...missing(SHARED, OWN, FIX.replace('@blueprint', `@${fork.name}`)),
      ...missing('env/dev.ts', 'taskItems: 7', fork.accounts.dev),
      ...missing('CHANGELOG.md', '- Ours.'),
      ...missing('README.md', '# Acme, our own'),
      ...missing('docs/upstream-changelog.md', '## [1.1.0]'),
      ...missing('lambdas/platform/ours.ts', 'ours'),
      ...missing('NOTICE', 'Step Functions blueprint 1.1.0'),
      ...(origin.version === '1.1.0' ? [] : [`fork.json says ${origin.version}`]),
    ].join('\n');
  });
  await steps.step('remains', () => remainsOf(copy.root, trackedFiles(copy.root), before).join('\n'));
  await steps.step('types', async () => outputOf(await copy.tsc()));
  await steps.step('tests of its files', () => testsOfFiles(copy, ...OF_SETTINGS));
  await steps.step('once more', async () => {
    const { code, output } = await copy.script('scripts/upstream.ts', 'v1.1.0');
    return code === 0 && output.includes('already') ? '' : output;
  });
  return steps.conclude(STEPS);
}

/** Gives each environment what a fork is told to go through, and adds one. */
function changeSettings(copy: ProjectCopy): void {
  const edit = (name: string, ...changes: readonly (readonly [string | RegExp, string])[]) =>
    copy.write(
      `env/${name}.ts`,
      changes.reduce((text, [from, to]) => text.replace(from, to), copy.read(`env/${name}.ts`)),
    );
  copy.write('env/qa.ts', copy.read('env/dev.ts'));
  edit('qa', ['const dev:', 'const qa:'], ["name: 'dev'", "name: 'qa'"], ['oidcProvider: true', 'oidcProvider: false']);
  edit(
    'index',
    ['import type { Environment,', "import { qa } from './qa';\nimport type { Environment,"],
    ['stg, prod };', 'qa, stg, prod };'],
  );
  for (const name of ['local', 'dev', 'stg', 'prod']) {
    edit(
      name,
      [/commandRowsDays: \d+/, 'commandRowsDays: 21'],
      [/jobsDays: \d+/, 'jobsDays: 22'],
      [/machineLogsDays: \d+/, 'machineLogsDays: 365'],
      [/functionLogsDays: \d+/, 'functionLogsDays: 60'],
      [/noncurrentDays: \d+/, 'noncurrentDays: 23'],
      [/stuckAfterSeconds: \d+/, 'stuckAfterSeconds: 450'],
      [/reconcileMinutes: \d+/, 'reconcileMinutes: 7'],
      [/taskItems: \d+/, 'taskItems: 7'],
      [/approvers: \[.*\]/, `approvers: ['head@${name}.example.com']`],
      [/expirySeconds: [\d_]+/, 'expirySeconds: 300_000'],
      [/issuer: '.*?'/, `issuer: 'https://login.${name}.example.com'`],
      [/functionErrors: \d+/, 'functionErrors: 9'],
      [/oldestOpenCommandSeconds: \d+/, 'oldestOpenCommandSeconds: 1_800'],
      [/tags: \{.*\}/, "tags: { Owner: 'acme', CostCenter: '7' }"],
    );
  }
}

/** Has somebody press Ctrl-C once files are written. */
async function stop(copy: ProjectCopy, fork: Fork): Promise<Ended> {
  const { process, ended } = copy.start('--import', 'tsx', 'scripts/fork.ts', ...argumentsOf(fork));
  process.stdout?.on('data', (chunk: Buffer) => {
    if (chunk.includes('formatting')) process.kill('SIGINT');
  });
  return ended;
}

/** Makes v1.1.0 of v1.0.0, in a work tree of its own. */
function release(
  root: string,
  change: (read: (file: string) => string, write: (file: string, text: string) => void) => void,
): void {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'release-')));
  git(root, 'worktree', 'add', '--quiet', '--detach', folder, 'v1.0.0');
  change(
    (file) => git(folder, 'show', `HEAD:${file}`).concat('\n'),
    (file, text) => writeFileSync(join(folder, file), text),
  );
  git(folder, 'commit', '--quiet', '--all', '--message=feat: a later release');
  git(folder, 'tag', 'v1.1.0');
  rmSync(folder, { recursive: true });
  git(root, 'worktree', 'prune');
}
