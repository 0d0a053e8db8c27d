import { fork } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { environment } from '@blueprint/env';
import type { BenchContext } from '../section';

/** What the process is told to start with. */
export interface ServeRequest {
  readonly ministack: string;
  readonly dataFolder: string;
  /** Where the local environment lies. */
  readonly region: string;
  readonly accountId: string;
}

/** What the local AWS has taken since it started. */
export interface LocalAwsUsage {
  /** Requests to its endpoint, by service and operation. */
  readonly requests: Readonly<Record<string, number>>;
  /** The most that engine, endpoint and pollers held at once, without functions: they have heaps of their own. */
  readonly peakHeapMiB: number;
  /** The most memory of the whole process, functions included (max RSS). */
  readonly peakProcessMiB: number;
}

export type ToServer = ServeRequest | 'usage';
export type FromServer = { readonly endpoint: string } | { readonly error: string } | { readonly usage: LocalAwsUsage };

/** Of the engine's thread; functions have limits of their own. Where there is room, V8 lets garbage lie for long. */
const HEAP_LIMIT = '--max-old-space-size=448';

export interface LocalAwsProcess {
  /** `http://127.0.0.1:<port>` */
  readonly endpoint: string;
  usage(): Promise<LocalAwsUsage>;
  /** Ends the process and what it has started. */
  stop(): Promise<void>;
}

/** The executable that set-up installs. */
export function ministackExecutable(root: string): string {
  return join(root, '.local', 'venv', 'bin', 'ministack');
}

/**
 * Starts an empty local AWS, on any free port, in a process of its own: so that client and server share no event loop.
 *
 * @throws Error when it does not start
 */
export async function startLocalAwsProcess({ root, scratch }: BenchContext): Promise<LocalAwsProcess> {
  const dataFolder = join(scratch, 'aws');
  mkdirSync(dataFolder, { recursive: true });
  const log = openSync(join(dataFolder, 'serve.log'), 'w');
  const child = fork(join(__dirname, 'serve.ts'), {
    cwd: root,
    execArgv: [HEAP_LIMIT, '--import', 'tsx'],
    stdio: ['ignore', log, log, 'ipc'],
  });
  closeSync(log);
  const ended = once(child, 'exit');
  const replied = new Promise<FromServer>((resolve) => {
    child.once('message', (message: FromServer) => resolve(message));
    child.once('error', ({ message }) => resolve({ error: message }));
    child.once('exit', (code, signal) => resolve({ error: `it ended with ${signal ?? `exit code ${code}`}` }));
  });
  const { region, account: accountId } = environment('local');
  const request: ServeRequest = { ministack: ministackExecutable(root), dataFolder, region, accountId };
  child.send(request);
  const reply = await replied;
  if (!('endpoint' in reply))
    throw new Error(
      `The local AWS did not start: ${'error' in reply ? reply.error : 'it said something else'}. See ${dataFolder}/serve.log.`,
    );
  return {
    endpoint: reply.endpoint,
    usage: () =>
      new Promise((resolve) => {
        child.once('message', (message: FromServer) => {
          if ('usage' in message) resolve(message.usage);
        });
        child.send('usage' satisfies ToServer);
      }),
    stop: async () => {
      if (child.connected) child.disconnect();
      await ended;
    },
  };
}
