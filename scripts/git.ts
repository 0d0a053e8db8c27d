import { spawnSync } from 'node:child_process';

/**
 * Runs git in a folder.
 *
 * @returns what it printed, without the end of the last line
 * @throws Error with what it said when it fails
 */
export function git(folder: string, ...args: readonly string[]): string {
  const { status, stdout, stderr } = run(folder, args);
  if (status !== 0) throw new Error(`"git ${args.join(' ')}" failed:\n${(stderr || stdout).trimEnd()}`);
  return stdout.trimEnd();
}

/** Whether a git command succeeds: how git answers questions. */
export function gitSays(folder: string, ...args: readonly string[]): boolean {
  return run(folder, args).status === 0;
}

/** The files that git knows and the work tree has, as paths from the folder. */
export function trackedFiles(folder: string): readonly string[] {
  return listed(folder, '--cached');
}

/** Those, and those that git would take. */
export function workFiles(folder: string): readonly string[] {
  return listed(folder, '--cached', '--others', '--exclude-standard', '--deduplicate');
}

function listed(folder: string, ...which: readonly string[]): readonly string[] {
  const paths = (...options: readonly string[]) => git(folder, 'ls-files', '-z', ...options).split('\0');
  const gone = new Set(paths('--deleted'));
  return paths(...which).filter((path) => path !== '' && !gone.has(path));
}

function run(cwd: string, args: readonly string[]) {
  const ended = spawnSync('git', args, { cwd, encoding: 'utf8', maxBuffer: 2 ** 30 });
  if (ended.error)
    throw new Error(`git can't be started (${ended.error.message}): install it from https://git-scm.com/downloads.`);
  return ended;
}
