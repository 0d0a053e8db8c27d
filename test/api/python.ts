import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Installs Schemathesis into an environment of its own, once for each version of the requirements.
 *
 * @param base the Python that set-up has made an environment with
 * @returns the executable
 * @throws Error with pip's output when it can't be installed
 */
export function installSchemathesis(base: string, folder: string): string {
  const requirements = join(__dirname, 'requirements.txt');
  const stamp = join(folder, '.stamp');
  const wanted = createHash('sha256').update(readFileSync(requirements)).digest('hex');
  const executable = join(folder, 'bin', 'st');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return executable;
  rmSync(folder, { recursive: true, force: true });
  run(base, ['-m', 'venv', folder]);
  const pip = [
    '-m',
    'pip',
    'install',
    '--quiet',
    '--disable-pip-version-check',
    '--require-hashes',
    '-r',
    requirements,
  ];
  run(join(folder, 'bin', 'python'), pip);
  writeFileSync(stamp, wanted);
  return executable;
}

function run(command: string, args: readonly string[]): void {
  const { status, stderr, error } = spawnSync(command, args, { encoding: 'utf8' });
  if (status === 0) return;
  throw new Error(`"${command} ${args.join(' ')}" ended with ${status ?? error?.message}:\n${stderr}`);
}
