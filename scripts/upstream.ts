import { spawn } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { runUntilStopped, withUsage } from './command-line';
import { git, gitSays } from './git';
import { type ForkRecord, RECORD, readRecord } from './upstream/fork-record';
import { givePackages } from './upstream/packages';
import { commitVendor, moveVendor, VENDOR_BRANCH, vendorTip } from './upstream/vendor-branch';

const root = resolve(__dirname, '..');

const usage = `npm run upstream -- <tag>

Makes the fork again, of a later release of what was forked, and puts it on the branch "${VENDOR_BRANCH}". Your branches and your work tree
stay as they are: what has changed since the last release comes in by "git merge ${VENDOR_BRANCH}". Fetch the releases first:

  git remote add upstream <URL of the original>     once
  git fetch upstream --tags`;

async function main(tag: string, signal: AbortSignal): Promise<void> {
  const record = readRecord(root);
  if (record === undefined) throw new Error(`There is no ${RECORD}: this project is no fork, and has nothing to take.`);
  if (!gitSays(root, 'rev-parse', '--verify', '--quiet', `${tag}^{commit}`))
    throw new Error(`There is no ${tag} here. "git fetch upstream --tags" brings the releases, "git tag" shows them.`);
  if (git(root, 'branch', '--show-current') === VENDOR_BRANCH)
    throw new Error(`You are on the branch "${VENDOR_BRANCH}", which is about to move: change to your own first.`);
  const release = git(root, 'rev-parse', `${tag}^{commit}`);
  const tip = vendorTip(root);
  if (gitSays(root, 'merge-base', '--is-ancestor', release, tip)) {
    moveVendor(root, tip);
    return console.log(
      `${tag} is in the branch "${VENDOR_BRANCH}" already: "git merge ${VENDOR_BRANCH}" brings it in.`,
    );
  }
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'upstream-')));
  try {
    git(root, 'worktree', 'add', '--quiet', '--detach', folder, release);
    console.log(`  packages of ${tag} …`);
    await givePackages(root, folder, signal);
    console.log(`  forking ${tag} as ${record.name} …`);
    await forkAgain(folder, record, signal);
    git(folder, 'add', '--all');
    commitVendor(folder, tip, release, `chore: take ${tag} of the original`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
    git(root, 'worktree', 'prune');
  }
  console.log(`\n${tag} is on the branch "${VENDOR_BRANCH}". Next:

  git diff ...${VENDOR_BRANCH}     what has changed since the release before
  git merge ${VENDOR_BRANCH}       brings it in
  npm test

A pull request with it is merged by a merge commit, never squashed or rebased.`);
}

/** The script of that release knows what is to be renamed in it. */
async function forkAgain(cwd: string, { args }: ForkRecord, signal: AbortSignal): Promise<void> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'scripts/fork.ts', ...args, '--no-commit'], {
    cwd,
    signal,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk));
  const code = await new Promise<number | null>((done, fail) => {
    child.on('error', fail);
    child.on('close', done);
  });
  if (code !== 0)
    throw new Error(
      `The release can't be forked as ${RECORD} says; nothing has changed here. It said:\n${output.trimEnd()}\n\n` +
        `Where it misses a workflow that is no more, take its name out of the arguments in ${RECORD}.`,
    );
}

runUntilStopped(
  (argv, signal) => {
    const { values, positionals } = withUsage(usage, () =>
      parseArgs({
        args: [...argv],
        allowPositionals: true,
        options: { help: { type: 'boolean', short: 'h', default: false } },
      }),
    );
    const [tag, ...more] = positionals;
    if (values.help) return console.log(usage);
    if (tag === undefined || more.length > 0) throw new Error(`Say one release, by its tag.\n\n${usage}`);
    return main(tag, signal);
  },
  { told: 'nothing has changed', isPatient: true },
);
