import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runChild } from '@blueprint/scripts/bench/child';
import { NODE_VERSION } from '@blueprint/scripts/codemod-cdktn/packages';
import { isAtLeast } from '@blueprint/scripts/setup.cjs';

/**
 * A Node that is new enough for the fork: the one that runs this, or the oldest that the fork accepts, which comes as a package.
 *
 * @param folder where that package is kept from one run to the next
 * @throws Error when there is none to be had
 */
export async function nodeForTheFork(folder: string, signal: AbortSignal): Promise<string> {
  if (isAtLeast(process.versions.node, NODE_VERSION)) return process.execPath;
  const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
  const executable = join(folder, 'node_modules', name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (existsSync(executable)) return executable;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true }));
  const args = [
    'install',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--no-package-lock',
    `${name}@${NODE_VERSION}.0`,
  ];
  try {
    await runChild('npm', args, { cwd: folder, env: process.env, limitMs: 300_000, signal });
  } catch (error) {
    throw new Error(
      `The fork needs Node ${NODE_VERSION}, this is ${process.versions.node}, and the package ${name} can't be had. Run this with a newer Node.\n${error instanceof Error ? error.message : error}`,
    );
  }
  return executable;
}
