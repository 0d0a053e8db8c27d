import { lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { git, trackedFiles } from '../git';
import { rewriteFile } from './file';

/** One file that the rules change, or leave something in. */
export interface FileChange {
  readonly path: string;
  readonly text: string;
  readonly changed: boolean;
  readonly left: readonly string[];
}

/**
 * What the rules make of a project: every file that git tracks in it. Nothing is written.
 *
 * @throws Error when it is no work tree of git, or a file can't be rewritten
 */
export function planChanges(root: string): readonly FileChange[] {
  return trackedFiles(root).flatMap((path) => {
    if (!lstatSync(join(root, path)).isFile()) return []; // A link, or a repository of its own.
    const before = readFileSync(join(root, path));
    if (before.includes(0)) return []; // No text.
    const { text, left } = rewriteFile(path, before.toString('utf8'));
    const changed = text !== before.toString('utf8');
    return changed || left.length > 0 ? [{ path, text, changed, left }] : [];
  });
}

/**
 * @throws Error when the work tree has changes: mixed with those of the codemod, neither could be undone
 */
export function checkClean(root: string): void {
  const changes = changesIn(root);
  if (changes === '') return;
  throw new Error(
    `${root} has changes that are not committed. Commit or stash them first, so that what the codemod does is one commit that can be undone:\n${changes.trimEnd()}`,
  );
}

function changesIn(root: string): string {
  try {
    return git(root, 'status', '--porcelain');
  } catch (error) {
    const said = error instanceof Error ? error.message : error;
    throw new Error(`The codemod works on a folder that git keeps, so that it can be undone. In ${root} ${said}`);
  }
}
