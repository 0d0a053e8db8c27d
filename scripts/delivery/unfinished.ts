import { z } from 'zod';
import type { Account } from './account';

const stateSchema = z.looseObject({
  resources: z.array(
    z.looseObject({
      mode: z.string(),
      type: z.string(),
      name: z.string(),
      instances: z.array(z.looseObject({ status: z.string().optional() })),
    }),
  ),
});

/**
 * Addresses of the resources in a state that were cut off while they were made: Terraform would destroy them and make them anew.
 *
 * @param state as Terraform keeps it; empty when there is none
 */
export function taintedIn(state: string): string[] {
  // A stack that was never applied has none.
  if (state.trim() === '') return [];
  const { resources } = stateSchema.parse(JSON.parse(state));
  return resources
    .filter(({ mode, instances }) => mode === 'managed' && instances.some(({ status }) => status === 'tainted'))
    .map(({ type, name }) => `${type}.${name}`);
}

/** By what a resource is found, where that follows from its arguments. */
export function importId(
  address: string,
  { name, bucket, url }: Readonly<Record<string, unknown>>,
  { environment }: Account,
): string | undefined {
  const arn = `arn:aws:iam::${environment.account}`;
  switch (address.split('.', 1).join()) {
    case 'aws_s3_bucket':
      return String(bucket);
    case 'aws_iam_role':
    case 'aws_kms_alias':
      return String(name);
    case 'aws_iam_policy':
      return `${arn}:policy/${name}`;
    case 'aws_iam_openid_connect_provider':
      return `${arn}:oidc-provider/${String(url).replace(/^https:\/\//, '')}`;
    default:
      return undefined;
  }
}
