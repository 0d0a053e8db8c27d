import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const local = resolve(__dirname, '..', '.local');

/**
 * Installs a program from PyPI into an environment of its own, `.local/<name>`, once for each version of its requirements.
 *
 * @param requirements file of exact versions with their hashes
 * @returns the folder of its executables
 * @throws Error with pip's output when it can't be installed
 */
export function pythonEnvironment(name: string, requirements: string): string {
  const folder = join(local, name);
  const stamp = join(folder, '.stamp');
  const wanted = createHash('sha256').update(readFileSync(requirements)).digest('hex');
  const executables = join(folder, process.platform === 'win32' ? 'Scripts' : 'bin');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return executables;
  rmSync(folder, { recursive: true, force: true });
  // The Python that set-up has made an environment with.
  run(join(local, 'venv', process.platform === 'win32' ? 'Scripts' : 'bin', 'python'), ['-m', 'venv', folder]);
  const pip = ['install', '--quiet', '--disable-pip-version-check', '--require-hashes', '-r', requirements];
  run(join(executables, 'python'), ['-m', 'pip', ...pip]);
  writeFileSync(stamp, wanted);
  return executables;
}

function run(command: string, args: readonly string[]): void {
  const { status, stderr, error } = spawnSync(command, args, { encoding: 'utf8' });
  if (status === 0) return;
  throw new Error(`"${command} ${args.join(' ')}" ended with ${status ?? error?.message}:\n${stderr}`);
}
