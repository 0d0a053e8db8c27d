import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Environment } from '@blueprint/env';
import { environmentSchema } from '@blueprint/env/schema';
import type { Accounts } from './accounts';

/** What a project is called and where it lies: what a fork changes wherever it stands. */
export interface Identity {
  /** Second part of every resource's name, and the scope of the workspaces. */
  readonly app: string;
  /** The root package, and Terraform's project. */
  readonly project: string;
  readonly region: string;
  readonly accounts: Accounts;
  /** On GitHub, `org/repo`; undefined where no environment names one. */
  readonly repository: string | undefined;
}

/** The environments that lie in an account of AWS. */
export function onAws(environments: readonly Environment[]): readonly Environment[] {
  return environments.filter(({ state }) => state !== 'local');
}

/** Of the project as it is. */
export function identityOf(root: string, environments: readonly Environment[]): Identity {
  const { name } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const [first] = onAws(environments);
  if (first === undefined) throw new Error('env/ has no environment in an account of AWS: there is nothing to fork.');
  return {
    app: first.app,
    project: name,
    region: first.region,
    accounts: Object.fromEntries(onAws(environments).map((env) => [env.name, env.account])),
    repository: first.delivery?.repository,
  };
}

/**
 * Checks what a fork is to be called, and where it is to lie.
 *
 * @param root of the project
 * @throws Error that names every problem
 */
export function checkIdentity(root: string, { app, region }: Pick<Identity, 'app' | 'region'>): void {
  const { shape } = environmentSchema;
  const problems = [['--name', app, shape.app] as const, ['--region', region, shape.region] as const].flatMap(
    ([option, value, schema]) => {
      const { error } = schema.safeParse(value);
      return error === undefined ? [] : [`${option} ${value}: ${error.issues[0]?.message}.`];
    },
  );
  const taken = packagesOf(root).find((name) => name.startsWith(`@${app}/`));
  if (taken !== undefined)
    problems.push(
      `--name ${app}: the workspaces would be packages @${app}/…, as ${taken} is one. Choose another name.`,
    );
  if (/^(cn|us-gov|us-iso[a-z]*|eu-isoe|eusc)-/.test(region))
    problems.push(`--region ${region}: it is of another partition of AWS, and this project's ARNs begin with arn:aws.`);
  if (problems.length > 0) throw new Error(problems.join('\n'));
}

/** Names of the packages from the registry. */
function packagesOf(root: string): readonly string[] {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  return Object.entries<{ link?: boolean }>(packages).flatMap(([path, { link }]) =>
    path.includes('node_modules/') && !link ? [path.split('node_modules/').at(-1) ?? ''] : [],
  );
}
