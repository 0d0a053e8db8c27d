import { spawn } from 'node:child_process';
import { join } from 'node:path';

/**
 * Does what `npm run diagrams` does: bundles the functions and writes the documents of all machines. In processes of their own,
 * which load the list of workflows as it is now.
 *
 * @throws Error with what they said when one fails; the signal's reason when it is aborted
 */
export async function writeDocuments(root: string, signal: AbortSignal): Promise<void> {
  for (const script of ['bundle', 'diagrams']) await run(root, script, signal);
}

async function run(root: string, script: string, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  const child = spawn(process.execPath, ['--import', 'tsx', join('scripts', `${script}.ts`)], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    signal,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk));
  const code = await new Promise<number | null>((done, fail) => {
    child.on('error', fail);
    child.on('close', done);
  });
  if (code !== 0) throw new Error(`scripts/${script}.ts ended with exit code ${code}:\n${output.trimEnd()}`);
}
