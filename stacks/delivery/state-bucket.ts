import { STATE_BUCKET_FOLDERS } from '@blueprint/env';
import { Construct } from 'constructs';
import { Bucket } from '../constructs/bucket';
import { EncryptionKey } from '../constructs/encryption-key';
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
    const { env } = EnvironmentStack.of(this);
    // Not the key of the data: that one is made by a stack whose state lies here. What bears the tags of the environment is the pipeline's.
    const tags = { Application: `${env.app}-delivery` };
    const key = { name: 'terraform-state', of: 'Terraform states', isKept: true, tags };
    this.keyArn = env.kms ? new EncryptionKey(this, 'key', key).arn : undefined;
    this.arn = new Bucket(this, 'bucket', {
      name: 'terraform-state',
      isKept: true,
      expireDays: PLAN_DAYS,
      expirePrefix: STATE_BUCKET_FOLDERS.plans,
      keyArn: this.keyArn,
    }).arn;
  }
}
