/** `npm run test:docs`: runs the commands that `docs/` tells a reader to type, as they stand there. It closes with "N passed, N failed". */
import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { runScript } from '@blueprint/scripts/command-line';
import { Checks } from '../delivery/checks';
import { ProjectCopy } from '../workflows/project-copy';
import { documentedCommands } from './commands';
import { HERE, IN_A_COPY } from './run-by';

const root = resolve(__dirname, '..', '..');

async function main(): Promise<number> {
  const checks = new Checks();
  const documented = documentedCommands().map(({ command }) => command);
  const copy = new ProjectCopy();
  try {
    for (const [folder, commands] of [[root, HERE] as const, [copy.root, IN_A_COPY] as const]) {
      for (const command of commands) {
        await checks.check(command, async () => {
          if (!documented.includes(command)) throw new Error('No page tells it any more: take it out of run-by.ts.');
          await succeeds(command, folder);
        });
      }
    }
  } finally {
    copy.remove();
  }
  console.log(`\n${checks.passed} passed, ${checks.failed} failed`);
  return Math.min(checks.failed, 1);
}

/** Runs it in a shell, as a reader does. */
async function succeeds(command: string, cwd: string): Promise<void> {
  const child = spawn(command, { cwd, shell: true, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk));
  const code = await new Promise((done, fail) => {
    child.on('error', fail);
    child.on('close', done);
  });
  if (code !== 0) throw new Error(`It ended with ${code}:\n${output.trim().slice(-1500)}`);
}

runScript(main);
