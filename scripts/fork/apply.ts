import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { linkWorkspaces, unlinkFormer } from '../link-packages';
import { writeDocuments } from '../new/documents';
import { RECORD } from '../upstream/fork-record';
import { OF_FORKING, type Plan } from './plan';

/**
 * Makes the fork of a plan in the project's folder: writes its files, formats them as names of other lengths need it, and has the
 * machines' documents written again, for which everything is bundled and synthesized.
 *
 * @param progress tells a person what is done now
 * @throws Error with what the tool said that failed; what is written by then stays, and git takes it back
 */
export async function applyFork(
  root: string,
  { files }: Plan,
  progress: (what: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const isLast = (file: string) => file === RECORD || OF_FORKING.test(file);
  progress(`writing ${files.size} files`);
  write(
    root,
    [...files].filter(([file]) => !isLast(file)),
  );
  linkWorkspaces(root);
  progress('formatting');
  format(root);
  progress('bundling, synthesizing, and writing the documents of the machines');
  await writeDocuments(root, signal);
  // Until now the script that forks could tell that a fork is half made, and git alone take it back.
  write(
    root,
    [...files].filter(([file]) => isLast(file)),
  );
  unlinkFormer(root);
}

function write(root: string, files: readonly (readonly [string, string | undefined])[]): void {
  for (const [file, text] of files) {
    if (text === undefined) rmSync(join(root, file));
    else {
      mkdirSync(dirname(join(root, file)), { recursive: true });
      writeFileSync(join(root, file), text);
    }
  }
  removeEmptied(
    root,
    files.filter(([, text]) => text === undefined).map(([file]) => file),
  );
}

/** Git knows no folders: those that nothing is in any more are left behind. */
function removeEmptied(root: string, files: readonly string[]): void {
  for (const file of files) {
    for (let folder = dirname(file); folder !== '.'; folder = dirname(folder)) {
      const path = join(root, folder);
      if (!existsSync(path) || readdirSync(path).length > 0) break;
      rmdirSync(path);
    }
  }
}

function format(root: string): void {
  const biome = join(root, 'node_modules', '@biomejs', 'biome', 'bin', 'biome');
  const { status, stdout, stderr } = spawnSync(process.execPath, [biome, 'check', '--write', '.'], {
    cwd: root,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`The linter refuses what was renamed:\n${stdout}${stderr}`);
}
