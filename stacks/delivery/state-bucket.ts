import { STATE_BUCKET_FOLDERS } from '@blueprint/env';
import { KmsAlias } from '@cdktf/provider-aws/lib/kms-alias';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { Construct } from 'constructs';
import { Bucket } from '../constructs/bucket';
import { EnvironmentStack } from '../constructs/environment-stack';

/** Days that a plan can be applied; older ones would be stale, and hold secrets. */
const PLAN_DAYS = 7;

/** The versioned bucket of an environment's Terraform states, plans, artifacts and deployments, which is never destroyed. */
export class StateBucket extends Construct {
  readonly arn: string;
  /** Key of the objects; undefined where S3 owns it. */
  readonly keyArn: string | undefined;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.keyArn = EnvironmentStack.of(this).env.kms ? this.createKey() : undefined;
    this.arn = new Bucket(this, 'bucket', {
      name: 'terraform-state',
      isKept: true,
      expireDays: PLAN_DAYS,
      expirePrefix: STATE_BUCKET_FOLDERS.plans,
      keyArn: this.keyArn,
    }).arn;
  }

  /** Not the key of the data: that one is made by a stack whose state lies here. */
  private createKey(): string {
    const stack = EnvironmentStack.of(this);
    const { name, app, account } = stack.env;
    const key = new KmsKey(this, 'key', {
      description: `Terraform states of ${app} in ${name}`,
      enableKeyRotation: true,
      deletionWindowInDays: 30,
      policy: JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          {
            Sid: 'IamPoliciesOfTheAccountDecide',
            Effect: 'Allow',
            Principal: { AWS: `arn:aws:iam::${account}:root` },
            Action: 'kms:*',
            Resource: '*',
          },
        ],
      }),
      lifecycle: { preventDestroy: true },
    });
    new KmsAlias(this, 'alias', { name: `alias/${stack.resourceName('terraform-state')}`, targetKeyId: key.keyId });
    return key.arn;
  }
}
