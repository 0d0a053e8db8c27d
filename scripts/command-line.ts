/**
 * Runs a script to its end: what it throws is told, and makes exit code 1.
 *
 * @param main gets what stands behind the script's name; a number that it returns, at once or later, is the exit code
 */
export function runScript(main: (argv: readonly string[]) => unknown): void {
  // The SDK's reminder of the next Node version, once per process and worker, would stand between the lines.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
  Promise.resolve()
    .then(() => main(process.argv.slice(2)))
    .then((code) => {
      if (typeof code === 'number') process.exitCode = code;
    })
    .catch((error: unknown) => {
      console.error(error instanceof Error ? error.message : error);
      process.exitCode = 1;
    });
}

/** How a script is stopped. */
export interface Stopping {
  /** What is told besides the signal, such as `nothing was written`. */
  readonly told?: string;
  /** What it has begun comes to an end or is taken back, which further signals must not stop; without it, the second one ends the process at once. */
  readonly isPatient?: boolean;
}

/** Signals so soon after the first (ms) are the same one: a terminal and npm both hand on a Ctrl-C. */
const SAME_MS = 1_000;

/** Exit code of what was stopped. */
export const STOPPED = 130;

/** The same with a script that SIGINT, SIGTERM and SIGHUP stop in good order: they abort its signal, and what it throws then is no error. */
export function runUntilStopped(
  main: (argv: readonly string[], signal: AbortSignal) => unknown,
  { told, isPatient = false }: Stopping = {},
): void {
  const stopped = new AbortController();
  let first = Number.POSITIVE_INFINITY;
  // On, not once: the local AWS lets a signal do what it would have done when nobody listens any more.
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => {
      if (performance.now() - first > SAME_MS && !isPatient) process.exit(STOPPED);
      first = Math.min(first, performance.now());
      stopped.abort(new Error(`Stopped by ${name}${told === undefined ? '' : `: ${told}`}.`));
    });
  }
  runScript(async (argv) => {
    try {
      return await main(argv, stopped.signal);
    } catch (error) {
      if (!stopped.signal.aborted) throw error;
      console.error((stopped.signal.reason as Error).message);
      return STOPPED;
    }
  });
}

/**
 * Reads a command line.
 *
 * @throws Error with the usage below what was thrown
 */
export function withUsage<T>(usage: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : error}\n\n${usage}`);
  }
}
