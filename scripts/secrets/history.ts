import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { git } from '../git';

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
