import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Every file that git tracks, and those that it would: from the project's folder. */
export function trackedFiles(root: string): string[] {
  const listed = git(root, 'ls-files', '--cached', '--others', '--exclude-standard', '--deduplicate', '-z');
  const gone = new Set(git(root, 'ls-files', '--deleted', '-z').split('\0'));
  return listed.split('\0').filter((file) => file !== '' && !gone.has(file));
}

/**
 * Writes every line that any commit has added, each once, into files of the names that they were in.
 *
 * @returns the files
 */
export function writeHistory(root: string, folder: string): string[] {
  const lines = new Map<string, Set<string>>();
  let file: Set<string> | undefined;
  for (const line of git(root, 'log', '--all', '--patch', '--unified=0', '--no-color', '--format=').split('\n')) {
    if (line.startsWith('+++ ')) {
      const [, name] = /^\+\+\+ "?b\/([^"]*)/.exec(line) ?? [];
      file = name === undefined ? undefined : (lines.get(name) ?? new Set());
      if (name !== undefined && file) lines.set(name, file);
    } else if (line.startsWith('+')) file?.add(line.slice(1));
  }
  for (const [name, added] of lines) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), [...added].join('\n'));
  }
  return [...lines.keys()];
}

function git(root: string, ...args: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync('git', args, {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 1024 * 1024 * 1024,
  });
  if (status === 0) return stdout;
  throw new Error(`"git ${args.join(' ')}" ended with ${status ?? error?.message}:\n${stderr}`);
}
