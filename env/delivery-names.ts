import type { Environment } from './schema';

type Named = Pick<Environment, 'name' | 'app' | 'account'>;

/** The bucket that holds an environment's Terraform states, plans, artifacts and the records of its deployments. */
export function stateBucketName({ name, app, account }: Named): string {
  return `${name}-${app}-terraform-state-${account}`;
}

/** The ARN of the permissions boundary of every role that the pipeline makes in an environment. */
export function boundaryArn({ name, app, account }: Named): string {
  return `arn:aws:iam::${account}:policy/${name}-${app}-delivery-boundary`;
}

/** Where keys lie in the state bucket: each prefix has rights of its own. */
export const STATE_BUCKET_FOLDERS = {
  /** Saved plans, which hold what resources hold, secrets too. They expire. */
  plans: 'plans/',
  /** Artifacts that were deployed, by digest. */
  artifacts: 'artifacts/',
  /** One record for each deployment. */
  deployments: 'deployments/',
} as const;
