import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Environment } from '@blueprint/env';
import { terraformEnvironment } from '../terraform';

/** How an environment's account is reached. */
export interface Account {
  readonly environment: Environment;
  /** Variables of the processes that act there: Terraform. */
  readonly variables: NodeJS.ProcessEnv;
  /** Settings of every AWS client that acts there. */
  readonly client: { readonly region: string; readonly profile?: string; readonly endpoint?: string };
}

const OF_CREDENTIALS = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN', 'AWS_ENDPOINT_URL'];

/**
 * Credentials are those of the AWS profile `<app>-<env>` where there is one, so that one command can act in two accounts, and otherwise those that
 * every AWS client finds: in a pipeline, the role that the job has taken. That they are of the right account is seen to by Terraform
 * (`allowed_account_ids`) and by S3 (`ExpectedBucketOwner`).
 */
export function accountOf(environment: Environment, inherited: NodeJS.ProcessEnv = process.env): Account {
  const profile = profileName(environment);
  const variables: NodeJS.ProcessEnv = { ...terraformEnvironment(inherited), AWS_REGION: environment.region };
  const settings = profileSettings(profile, inherited);
  if (!settings) return { environment, variables, client: { region: environment.region } };
  // What is set here would be taken before what the profile says.
  const others: NodeJS.ProcessEnv = { ...variables };
  for (const name of OF_CREDENTIALS) delete others[name];
  return {
    environment,
    variables: { ...others, AWS_PROFILE: profile },
    // The SDK itself reads the profile's credentials, but the endpoint of the profile AWS_PROFILE alone.
    client: { region: environment.region, profile, ...(settings.endpoint_url && { endpoint: settings.endpoint_url }) },
  };
}

/** The name of the AWS profile that stands for an environment. */
export function profileName({ name, app }: Pick<Environment, 'name' | 'app'>): string {
  return `${app}-${name}`;
}

/** Its settings, or undefined where there is none. https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html */
function profileSettings(profile: string, variables: NodeJS.ProcessEnv): Record<string, string> | undefined {
  const files = [
    variables.AWS_CONFIG_FILE ?? join(homedir(), '.aws', 'config'),
    variables.AWS_SHARED_CREDENTIALS_FILE ?? join(homedir(), '.aws', 'credentials'),
  ];
  const sections = files
    .filter((file) => existsSync(file))
    .flatMap((file) => readFileSync(file, 'utf8').split(/^\s*(?=\[)/m))
    .filter((section) => /^\[(?:profile\s+)?([^\]]+?)\s*\]/.exec(section)?.[1] === profile);
  const settings = sections.flatMap((section) => [...section.matchAll(/^([\w-]+)\s*=\s*(.*?)\s*$/gm)]);
  return sections.length > 0 ? Object.fromEntries(settings.map(([, name, value]) => [name, value])) : undefined;
}
