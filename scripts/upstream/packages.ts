import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { linkPackages } from '../link-packages';

interface Lock {
  readonly packages: Readonly<
    Record<string, { readonly version?: string; readonly integrity?: string; readonly link?: boolean }>
  >;
}

/**
 * Gives a work tree of another release its packages: those that are here where they are the same, otherwise from the registry.
 *
 * @throws Error with what npm said when it fails
 */
export async function givePackages(root: string, folder: string, signal: AbortSignal): Promise<void> {
  const lock = (place: string): Lock => JSON.parse(readFileSync(join(place, 'package-lock.json'), 'utf8'));
  if (holds(lock(root), lock(folder))) return linkPackages(root, folder);
  await install(folder, signal);
}

/** Whether every package of one lock is in another, in the same version. */
export function holds(ours: Lock, theirs: Lock): boolean {
  return Object.entries(theirs.packages)
    .filter(([place, { link }]) => place.includes('node_modules/') && !link)
    .every(([place, { version, integrity }]) => {
      const found = ours.packages[place];
      return found?.version === version && found?.integrity === integrity;
    });
}

async function install(cwd: string, signal: AbortSignal): Promise<void> {
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline'];
  const child = spawn('npm', args, {
    cwd,
    signal,
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32',
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk));
  const code = await new Promise<number | null>((done, fail) => {
    child.on('error', fail);
    child.on('close', done);
  });
  if (code !== 0) throw new Error(`"npm ${args.join(' ')}" ended with exit code ${code}:\n${output.trimEnd()}`);
}
