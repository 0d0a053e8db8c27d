import { spawnSync } from 'node:child_process';

/**
 * Runs git in a folder.
 *
 * @returns what it printed, without the end of the last line
 * @throws Error with what it said when it fails
 */
export function git(root: string, ...args: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync('git', args, {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (error) throw new Error(`git can't be started (${error.message}): install it from https://git-scm.com/downloads.`);
  if (status !== 0) throw new Error(`"git ${args.join(' ')}" failed:\n${(stderr || stdout).trimEnd()}`);
  return stdout.trimEnd();
}

/** The files that git knows, as paths from the project's folder. */
export function trackedFiles(root: string): readonly string[] {
  return git(root, 'ls-files', '-z').split('\0').filter(Boolean);
}

/**
 * Checks that git can take everything back.
 *
 * @throws Error that says what to do first
 */
export function checkClean(root: string): void {
  const { status } = spawnSync('git', ['rev-parse', '--verify', '--quiet', 'HEAD'], { cwd: root });
  if (status !== 0)
    throw new Error(
      'This folder is no git repository with a commit, and git is how a fork is undone: run "git init && git add --all && git commit -m blueprint" first.',
    );
  const changed = git(root, 'status', '--porcelain').split('\n').filter(Boolean);
  if (changed.length > 0)
    throw new Error(
      `The work tree is not clean, so a fork could not be undone:\n${changed.slice(0, 10).join('\n')}\n\n` +
        'Commit or stash your changes first. If a fork was stopped half-way, "git reset --hard && git clean -fd" takes it back.',
    );
}
