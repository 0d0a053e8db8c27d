import { type ChildProcess, spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';

export interface ChildOptions {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Milliseconds after which it is ended. */
  readonly limitMs: number;
  readonly signal: AbortSignal;
}

export interface ChildRun {
  /** From its start until it had ended. */
  readonly wallMs: number;
  /** What it wrote to file descriptor 3, where no program's own output gets in between. */
  readonly reported: string;
}

const KILL_AFTER_MS = 15_000;
const SHOWN = 4_000;

/**
 * Runs a command to its end. It leads a process group of its own, so that at the limit, or when the bench is stopped, whatever
 * it has started ends with it.
 *
 * @throws Error with the end of its output when it fails, or does not end within the limit
 */
export async function runChild(command: string, args: readonly string[], options: ChildOptions): Promise<ChildRun> {
  options.signal.throwIfAborted();
  const started = performance.now();
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: options.env,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    detached: true,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      output = (output + chunk).slice(-SHOWN);
    });
  }
  const reported = text(child.stdio[3] as NodeJS.ReadableStream); // 'pipe' makes it one that can be read
  const end = await untilClosed(child, options);
  const wallMs = performance.now() - started;
  if (end !== 'exit code 0') {
    options.signal.throwIfAborted();
    throw new Error(`"${command} ${args.join(' ')}" ended with ${end}. The end of its output:\n${output.trimEnd()}`);
  }
  return { wallMs, reported: await reported };
}

async function untilClosed(child: ChildProcess, { limitMs, signal }: ChildOptions): Promise<string> {
  let why: string | undefined;
  const timers: NodeJS.Timeout[] = [];
  const end = (reason: string) => {
    why ??= reason;
    endGroup(child, 'SIGTERM');
    timers.push(setTimeout(() => endGroup(child, 'SIGKILL'), KILL_AFTER_MS));
  };
  const stop = () => end('a stop of the bench');
  timers.push(setTimeout(() => end(`its time limit of ${limitMs / 1000} s`), limitMs));
  signal.addEventListener('abort', stop);
  try {
    return await new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code, by) => resolve(why ?? (by ? `signal ${by}` : `exit code ${code}`)));
    });
  } finally {
    for (const timer of timers) clearTimeout(timer);
    signal.removeEventListener('abort', stop);
  }
}

function endGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // The group has just ended by itself.
  }
}
