import { parseArgs } from 'node:util';
import { withUsage } from '../command-line';

/** What an operator asks for. `by` is who decided a skip. */
export type CommandOptions = { env: string; pk: string; sk: string } & (
  | { action: 'show' }
  | { action: 'redrive'; version: number }
  | { action: 'skip'; version: number; reason: string; by: string }
);

export const usage = `npm run command -- show    --env <env> --pk <pk> --sk <sk>
npm run command -- redrive --env <env> --pk <pk> --sk <sk> --version <n>
npm run command -- skip    --env <env> --pk <pk> --sk <sk> --version <n> --reason <why> --by <who>

  show     the entity's version, and its unsettled or failed commands
  redrive  runs the failed states of a command again, once the cause is mended
  skip     settles a failed command as a recorded no-op, so that the next one can go on

Example: npm run command -- show --env local --pk 'TENANT#tenant1' --sk 'ORDER#order123'`;

/**
 * Reads the command line.
 *
 * @throws Error with the usage when the action or an option is missing or wrong
 */
export function parseCommandLine(argv: readonly string[]): CommandOptions {
  return withUsage(usage, () => {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        env: { type: 'string' },
        pk: { type: 'string' },
        sk: { type: 'string' },
        version: { type: 'string' },
        reason: { type: 'string' },
        by: { type: 'string' },
      },
    });
    const [action] = positionals;
    if (positionals.length !== 1 || (action !== 'show' && action !== 'redrive' && action !== 'skip')) {
      throw new Error('Say one of show, redrive or skip.');
    }
    const of = { env: needed(values.env, 'env'), pk: needed(values.pk, 'pk'), sk: needed(values.sk, 'sk') };
    if (action === 'show') return { ...of, action };
    const version = versionOf(needed(values.version, 'version'));
    if (action === 'redrive') return { ...of, action, version };
    return { ...of, action, version, reason: needed(values.reason, 'reason'), by: needed(values.by, 'by') };
  });
}

function needed(value: string | undefined, option: string): string {
  if (value) return value;
  throw new Error(`--${option} is missing.`);
}

function versionOf(text: string): number {
  if (/^[1-9]\d{0,9}$/.test(text)) return Number(text);
  throw new Error(`--version takes the number of a version, from 1, not "${text}".`);
}
