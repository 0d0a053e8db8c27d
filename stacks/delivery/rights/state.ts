import { STATE_BUCKET_FOLDERS } from '@blueprint/env';
import type { Statement } from '../../constructs/policy';
import type { EnvironmentArns } from '../environment-arns';
import type { PolicyPart } from '../github-role';
import type { StateBucket } from '../state-bucket';

/** The stacks that the pipeline plans and applies; the one of the pipeline itself is for people. */
const STACKS = ['storage', 'workflows'];

const { plans, artifacts, deployments } = STATE_BUCKET_FOLDERS;

/** To read and lock the states, and to save plans of them. */
export function planState(arns: EnvironmentArns, bucket: StateBucket): PolicyPart {
  return {
    name: 'state',
    statements: [
      ...stateStatements(arns, bucket, ['s3:GetObject']),
      { Sid: 'SavePlans', Action: ['s3:PutObject'], Resource: [`${bucket.arn}/${plans}*`] },
      {
        Sid: 'WhatIsDeployed',
        Action: ['s3:GetObject'],
        Resource: [`${bucket.arn}/${artifacts}*`, `${bucket.arn}/${deployments}*`],
      },
    ],
  };
}

/** To write the states, and what is deployed. */
export function applyState(arns: EnvironmentArns, bucket: StateBucket): PolicyPart {
  const buckets = [bucket.arn, arns.otherStateBuckets];
  return {
    name: 'state',
    statements: [
      ...stateStatements(arns, bucket, ['s3:GetObject', 's3:PutObject']),
      { Sid: 'Plans', Action: ['s3:GetObject', 's3:PutObject'], Resource: [`${bucket.arn}/${plans}*`] },
      {
        Sid: 'WhatIsDeployed',
        Action: ['s3:GetObject', 's3:PutObject'],
        Resource: [`${bucket.arn}/${artifacts}*`, `${bucket.arn}/${deployments}*`],
      },
    ],
    // Buckets and aliases of the environment are its to change, but for these.
    denied: {
      'kms:*Alias': arns.stateKeyAliases,
      's3:CreateBucket': buckets,
      's3:DeleteBucket*': buckets,
      's3:PutBucket*': buckets,
      's3:Put*Configuration': buckets,
      // Where buckets may be emptied: all but the locks.
      's3:DeleteObject': buckets.flatMap((arn) =>
        ['*.tfstate', `${plans}*`, `${artifacts}*`, `${deployments}*`].map((key) => `${arn}/${key}`),
      ),
      's3:DeleteObjectVersion': buckets.map((arn) => `${arn}/*`),
    },
  };
}

/**
 * Rights on the states and their lock objects.
 *
 * @param onStates what may be done with a state
 * @see https://developer.hashicorp.com/terraform/language/backend/s3#permissions-required
 */
function stateStatements(
  { env }: EnvironmentArns,
  { arn, keyArn }: StateBucket,
  onStates: readonly string[],
): Statement[] {
  const states = STACKS.map((stack) => `${arn}/${env.name}-${stack}.tfstate`);
  return [
    { Sid: 'StateBucket', Action: ['s3:ListBucket'], Resource: [arn] },
    { Sid: 'States', Action: onStates, Resource: states },
    {
      Sid: 'Locks',
      Action: ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'],
      Resource: states.map((state) => `${state}.tflock`),
    },
    ...(keyArn === undefined
      ? []
      : [
          {
            Sid: 'KeyOfStates',
            Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
            Resource: [keyArn],
            Condition: { StringEquals: { 'kms:ViaService': `s3.${env.region}.amazonaws.com` } },
          },
        ]),
  ];
}
