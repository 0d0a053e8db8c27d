import { KmsAlias } from '@cdktf/provider-aws/lib/kms-alias';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { Construct } from 'constructs';
import { EnvironmentStack } from './environment-stack';

export interface EncryptionKeyProps {
  /** Last part of the alias, after environment and application. */
  readonly name: string;
  /** What it encrypts, in a few words. */
  readonly of: string;
  /** It can't be destroyed with its stack. */
  readonly isKept: boolean;
  /** Who else may use it, as statements of a key policy, in which `*` is the key itself. */
  readonly statements?: readonly object[];
  /** Tags besides those of the stack, or in their place. */
  readonly tags?: Record<string, string>;
}

/** A customer managed key of an environment, rotated every year. IAM policies of the account decide who uses it. */
export class EncryptionKey extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, { name, of, isKept, statements = [], tags }: EncryptionKeyProps) {
    super(scope, id);
    const stack = EnvironmentStack.of(this);
    const { env } = stack;
    const key = new KmsKey(this, 'key', {
      description: `${of} of ${env.app} in ${env.name}`,
      enableKeyRotation: true,
      deletionWindowInDays: 30,
      policy: JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          {
            Sid: 'IamPoliciesOfTheAccountDecide',
            Effect: 'Allow',
            Principal: { AWS: `arn:aws:iam::${env.account}:root` },
            Action: 'kms:*',
            Resource: '*',
          },
          ...statements,
        ],
      }),
      ...(tags && { tags }),
      ...(isKept && { lifecycle: { preventDestroy: true } }),
    });
    new KmsAlias(this, 'alias', { name: `alias/${stack.resourceName(name)}`, targetKeyId: key.keyId });
    this.arn = key.arn;
  }
}
