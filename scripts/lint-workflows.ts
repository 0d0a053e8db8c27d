/**
 * `npm run lint:workflows`: actionlint checks what GitHub would refuse or run otherwise than meant, zizmor what an attacker could use.
 * Neither asks the network.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { runScript } from './command-line';
import { pythonEnvironment } from './python-environment';

const root = resolve(__dirname, '..');
const workflows = join('.github', 'workflows');

function main(): number {
  const executables = pythonEnvironment('lint-workflows', join(__dirname, 'lint-workflows', 'requirements.txt'));
  const files = readdirSync(join(root, workflows)).map((file) => join(workflows, file));
  const commands = [
    ['actionlint', ...files],
    ['zizmor', '--offline', '--quiet', '.github'],
  ] as const;
  const failed = commands.filter(([command, ...args]) => {
    const { status, error } = spawnSync(join(executables, command), args, { cwd: root, stdio: 'inherit' });
    if (error) console.error(`${command} can't be run: ${error.message}`);
    return status !== 0;
  });
  if (failed.length === 0) console.log(`${files.length} workflows: nothing found by actionlint and zizmor.`);
  return failed.length > 0 ? 1 : 0;
}

runScript(main);
