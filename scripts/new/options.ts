import { parseArgs } from 'node:util';
import { withUsage } from '../command-line';

/** What `npm run new -- …` was asked for. */
export type NewOptions =
  | { readonly help: true }
  | {
      readonly help: false;
      /** Name of the workflow that is made. */
      readonly name: string;
      /** Only show what would be written. */
      readonly dryRun: boolean;
    };

export const usage = `npm run new -- workflow <name> [--dry-run]

  workflow <name>  writes a workflow that deploys, runs and is tested as it stands: initialize → process → finalize
  --dry-run        shows what would be written, and writes nothing

  stacks/<name>/   definition, construct, and the tests of runs, functions and rights
  lambdas/<name>/  a handler for each state, the input with its version, errors, tests, and an example for npm start
  one line in stacks/workflow-list.ts, and the machine's document by npm run diagrams

Example: npm run new -- workflow invoice-check`;

/**
 * Reads the command line.
 *
 * @throws Error with the usage when it asks for nothing that can be made
 */
export function parseOptions(argv: readonly string[]): NewOptions {
  return withUsage(usage, () => {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        'dry-run': { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    if (values.help) return { help: true };
    const [what, name, ...more] = positionals;
    if (what !== 'workflow') throw new Error(`Say what is to be made: "workflow"${what ? `, not "${what}"` : ''}.`);
    if (name === undefined) throw new Error('Say the name of the workflow.');
    if (more.length > 0)
      throw new Error(`One workflow at a time: "${more.join(' ')}" is too much. Join words by hyphens.`);
    return { help: false, name, dryRun: values['dry-run'] };
  });
}
