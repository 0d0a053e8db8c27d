import { parseArgs } from 'node:util';
import { withUsage } from '../command-line';

/** What `npm start -- …` was asked for. */
export interface StartOptions {
  /** Stop after the table; the exit code says whether every expectation held. */
  readonly once: boolean;
  /** TCP port of the endpoint, on 127.0.0.1. */
  readonly port: number;
  readonly help: boolean;
}

export const usage = `npm start -- [--once] [--port <number>]

  --once         stop after the table; exit code 0 only if every expectation held
  --port <n>     port of the local AWS on 127.0.0.1 (default 4566)`;

/**
 * Reads the command line.
 *
 * @param webhooks URLs where npm start may listen for webhooks, on the same machine
 * @throws Error with the usage when an option is unknown, or the port is not a port or the webhooks'
 */
export function parseOptions(argv: readonly string[], webhooks: readonly string[]): StartOptions {
  return withUsage(usage, () => {
    const { values } = parseArgs({
      args: [...argv],
      options: {
        once: { type: 'boolean', default: false },
        port: { type: 'string', default: '4566' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    const port = Number(values.port);
    if (!Number.isInteger(port) || port < 1 || port > 65_535) {
      throw new Error(`--port takes a whole number from 1 to 65535, not "${values.port}".`);
    }
    if (webhooks.some((url) => port === Number(new URL(url).port))) {
      throw new Error(
        `--port ${port} is where npm start itself receives webhooks (notifications.webhooks in env/local.ts). Choose another --port.`,
      );
    }
    return { once: values.once, port, help: values.help };
  });
}
