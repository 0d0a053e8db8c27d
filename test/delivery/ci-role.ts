import { writeFileSync } from 'node:fs';
import type { Environment } from '@blueprint/env';
import { profileName } from '@blueprint/scripts/delivery/account';

/** A job of GitHub, as its token tells AWS. */
export interface Job {
  readonly repository: string;
  /** GitHub environment that the job runs in. */
  readonly environment: string;
}

/**
 * Takes a role of the pipeline as a job does, with a token in GitHub's form: the local AWS reads its claims against the role's trust
 * policy, but can't check whose signature it bears.
 *
 * @param file where to write an AWS configuration with the profile of the environment, for that role
 * @throws Error with the answer when the role is refused
 */
export async function takeRole(
  endpoint: string,
  { environment, roleArn, file }: { environment: Environment; roleArn: string; file: string },
  job: Job,
): Promise<void> {
  const claims = {
    iss: 'https://token.actions.githubusercontent.com',
    aud: 'sts.amazonaws.com',
    sub: `repo:${job.repository}:environment:${job.environment}`,
  };
  const token = [{ alg: 'none' }, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'));
  const answer = await fetch(endpoint, {
    method: 'POST',
    body: new URLSearchParams({
      Action: 'AssumeRoleWithWebIdentity',
      Version: '2011-06-15',
      RoleArn: roleArn,
      RoleSessionName: 'github',
      WebIdentityToken: `${token.join('.')}.unsigned`,
    }),
  });
  const xml = await answer.text();
  if (!answer.ok) throw new Error(xml);
  const [id, secret, session] = ['AccessKeyId', 'SecretAccessKey', 'SessionToken'].map(
    (name) => new RegExp(`<${name}>(.*?)</${name}>`).exec(xml)?.[1],
  );
  writeFileSync(
    file,
    `[profile ${profileName(environment)}]
region = ${environment.region}
endpoint_url = ${endpoint}
aws_access_key_id = ${id}
aws_secret_access_key = ${secret}
aws_session_token = ${session}
`,
  );
}
