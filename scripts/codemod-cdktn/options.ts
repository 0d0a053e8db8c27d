import { parseArgs } from 'node:util';
import { withUsage } from '../command-line';

/** What `npm run codemod:cdktn -- …` was asked for. */
export type CodemodOptions =
  | { readonly help: true }
  | {
      readonly help: false;
      /** Folder of the project, as it was given. Default: this project. */
      readonly folder: string | undefined;
      /** Only show what would be written. */
      readonly dryRun: boolean;
    };

export const usage = `npm run codemod:cdktn -- [folder] [--dry-run]

  folder     a project whose work tree has no changes; this one when none is given
  --dry-run  shows what would be rewritten, and writes nothing

  imports, packages, scripts, settings, comments and documents: from cdktf to its fork cdktn, with version 6 of the AWS provider.
  docs/adr/0032-a-codemod-to-cdktn.md says what it leaves to you, and how a deployed state moves.`;

/**
 * Reads the command line.
 *
 * @throws Error with the usage when there is more on it than that
 */
export function parseOptions(argv: readonly string[]): CodemodOptions {
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
    if (positionals.length > 1)
      throw new Error(`One project at a time: "${positionals.slice(1).join(' ')}" is too much.`);
    return { help: false, folder: positionals[0], dryRun: values['dry-run'] };
  });
}
