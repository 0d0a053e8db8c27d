import { parseArgs } from 'node:util';
import { withUsage } from '../command-line';
import { type Accounts, parseAccounts } from './accounts';

/** What `npm run fork -- …` was asked for. */
export type ForkCommand = { readonly help: true } | ({ readonly help: false } & ForkOptions);

export interface ForkOptions {
  /** Name of the application: part of every resource's name, of the npm packages and of Terraform's. */
  readonly name: string;
  /** The GitHub organisation, or user, whose repository `<org>/<name>` is the fork. */
  readonly org: string;
  readonly region: string;
  /** Account ids by environment; undefined where they are still to be asked for. */
  readonly accounts: Accounts | undefined;
  /** Workflows that are not wanted, or those that are; neither keeps them all. */
  readonly workflows: { readonly without: readonly string[] } | { readonly only: readonly string[] };
  /** Only show what would be done. */
  readonly dryRun: boolean;
  /** Leave the changes in the work tree. */
  readonly commit: boolean;
}

export const usage = `npm run fork -- --name <name> --org <org> --region <region> [options]

  --name <name>        of the application, such as acme: part of every resource's name, and the scope of the workspaces (@acme/…)
  --org <org>          of the repository on GitHub, <org>/<name>: deployments trust it
  --region <region>    where all environments are, such as eu-central-1
  --accounts <list>    dev=111111111111,stg=222222222222,prod=333333333333; asked for on a terminal
  --without <list>     workflows that are removed, such as order,image
  --only <list>        removes all others, and those of later releases too
  --dry-run            shows what would be renamed, removed and generated again, and writes nothing
  --no-commit          leaves the changes in the work tree, for you to commit alone; without it they are a commit, and the branch
                       "vendor" stands at it

Begins with a clean work tree. "git reset --hard HEAD~1 && git branch -D vendor && npm ci --ignore-scripts" takes a fork back that you have
not pushed. docs/forking.md tells the rest.`;

/**
 * Reads the command line.
 *
 * @param environments names of those that have an account on AWS
 * @throws Error that names every problem, with the usage
 */
export function parseOptions(argv: readonly string[], environments: readonly string[]): ForkCommand {
  return withUsage(usage, () => {
    const { values } = parse(argv);
    if (values.help) return { help: true };
    const { name = '', org = '', region = '', only, without } = values;
    const missing = Object.entries({ name, org, region }).filter(([, value]) => value === '');
    const problems = missing.map(([option]) => `--${option} is missing.`);
    if (org !== '' && !/^[a-z\d](?:-?[a-z\d]){0,38}$/i.test(org))
      problems.push(`--org ${org} is no GitHub organisation: letters, digits and single hyphens, 39 at most.`);
    if (only !== undefined && without !== undefined)
      problems.push('--only and --without exclude each other: name what stays, or what goes.');
    if (problems.length > 0) throw new Error(problems.join('\n'));
    return {
      help: false,
      name,
      org,
      region,
      accounts: values.accounts === undefined ? undefined : parseAccounts(values.accounts, environments),
      workflows: only === undefined ? { without: listed(without ?? '') } : { only: listed(only) },
      dryRun: values['dry-run'],
      commit: !values['no-commit'],
    };
  });
}

function parse(argv: readonly string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean', default: false } as const;
  return parseArgs({
    args: [...argv],
    options: {
      name: text,
      org: text,
      region: text,
      accounts: text,
      without: text,
      only: text,
      'dry-run': flag,
      'no-commit': flag,
      help: { ...flag, short: 'h' },
    },
  });
}

/** `a,b` as its parts. */
function listed(names: string): readonly string[] {
  return [...new Set(names.split(',').map((name) => name.trim()))].filter((name) => name !== '');
}
