import { type Environment, stateBucketName } from '@blueprint/env';
import {
  DataTerraformRemoteStateLocal,
  DataTerraformRemoteStateS3,
  LocalBackend,
  S3Backend,
  type TerraformRemoteState,
  type TerraformStack,
} from 'cdktf';

/**
 * Where a stack keeps its Terraform state: in a file under `.local/terraform` of the project, or in the state bucket of the
 * environment's account, locked by a lock file (Terraform 1.10 or newer).
 *
 * @see https://developer.hashicorp.com/terraform/language/backend/s3#state-locking
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-encryption.html
 */
export function keepState(stack: TerraformStack, env: Environment): void {
  stack.addOverride('terraform.required_version', '>= 1.10');
  if (env.state === 'local') {
    new LocalBackend(stack, { path: localFile(stack.node.id) });
    return;
  }
  new S3Backend(stack, {
    ...bucketObject(env, stack.node.id),
    // Terraform would ask for a key of S3's with each object; the bucket has its own.
    ...(!env.kms && { encrypt: true }),
    allowedAccountIds: [env.account],
  });
  stack.addOverride('terraform.backend.s3.use_lockfile', true);
}

/** The outputs of the stack `<env>-<part>` of the same environment, read from its state. */
export function stateOf(reader: TerraformStack, env: Environment, part: string): TerraformRemoteState {
  const stackName = `${env.name}-${part}`;
  return env.state === 'local'
    ? new DataTerraformRemoteStateLocal(reader, part, { path: localFile(stackName) })
    : new DataTerraformRemoteStateS3(reader, part, bucketObject(env, stackName));
}

/** Relative, because it is part of the artifact; Terraform runs in `cdktf.out/stacks/<stack>`. */
function localFile(stackName: string): string {
  return `../../../.local/terraform/${stackName}.tfstate`;
}

function bucketObject(env: Environment, stackName: string): { bucket: string; key: string; region: string } {
  return {
    bucket: stateBucketName(env),
    key: `${stackName}.tfstate`,
    region: env.region,
  };
}
