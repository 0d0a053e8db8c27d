import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A safeguard taken away: exact texts of a source, each replaced by one that does not protect. */
export interface Mutant {
  /** The safeguard that is missing. */
  name: string;
  /** Whose schedules must notice. Default: `command`. */
  workflow?: string;
  /** From the project's root. */
  file: string;
  replace: readonly { find: string; with: string }[];
}

/**
 * The mutant's source by absolute path.
 *
 * @throws Error when a text is not found exactly once: the source has changed and the mutant has to follow
 */
export async function mutantSources(root: string, { name, file, replace }: Mutant): Promise<Map<string, string>> {
  const path = join(root, file);
  let source = await readFile(path, 'utf8');
  for (const { find, with: replacement } of replace) {
    const found = source.split(find).length - 1;
    if (found !== 1) throw new Error(`Mutant "${name}": ${file} holds ${found} times, and must hold once: ${find}`);
    source = source.replace(find, () => replacement);
  }
  return new Map([[path, source]]);
}
