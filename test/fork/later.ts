import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { git, trackedFiles } from '../../scripts/git';
import type { Ended, ProjectCopy } from '../workflows/project-copy';
import { argumentsOf, type Fork } from './forks';
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
  'once more',
];
const SHARED = 'lambdas/platform/pause.ts';
const FIX = "\n/** A fix. */\nexport type { Environment } from '@blueprint/env';\n";
const UNDO = 'git reset --hard && git clean -fd';
const OWN = '// Ours.\n';

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
    copy.write('env/dev.ts', copy.read('env/dev.ts').replace('taskItems: 2', 'taskItems: 7'));
    copy.write('CHANGELOG.md', `${copy.read('CHANGELOG.md')}- Ours.\n`);
    copy.write('README.md', copy.read('README.md').replace(/^# acme$/m, '# Acme, our own'));
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
  await steps.step('once more', async () => {
    const { code, output } = await copy.script('scripts/upstream.ts', 'v1.1.0');
    return code === 0 && output.includes('already') ? '' : output;
  });
  return steps.conclude(STEPS);
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
