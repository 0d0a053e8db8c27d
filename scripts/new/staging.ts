import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Writes files to a new folder under `.build`, from where a rename brings them to their place, and formats them: how lines break
 * follows from the names in them.
 *
 * @param files texts by their paths in the project
 * @returns the folder, in which the files have the same paths; the caller removes it
 * @throws Error with what the linter says when it finds more than it can mend
 */
export function stage(root: string, files: ReadonlyMap<string, string>): string {
  mkdirSync(join(root, '.build'), { recursive: true });
  const staging = mkdtempSync(join(root, '.build', 'new-'));
  try {
    for (const [path, text] of files) {
      mkdirSync(dirname(join(staging, path)), { recursive: true });
      writeFileSync(join(staging, path), text);
    }
    format(root, staging);
  } catch (error) {
    rmSync(staging, { recursive: true, force: true });
    throw error;
  }
  return staging;
}

function format(root: string, folder: string): void {
  const biome = join(root, 'node_modules', '@biomejs', 'biome', 'bin', 'biome');
  // .build is none of git's matter, and would be none of the linter's.
  const options = ['--write', '--vcs-enabled=false', `--config-path=${join(root, 'biome.json')}`];
  const { status, stdout, stderr } = spawnSync(process.execPath, [biome, 'check', ...options, '.'], {
    cwd: folder,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`The linter refuses what was made of the template:\n${stdout}${stderr}`);
}
