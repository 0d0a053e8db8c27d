import type { Construct } from 'constructs';
import { EnvironmentStack } from '../constructs/environment-stack';
import { mayStart } from '../constructs/live';
import { NodeFunction } from '../constructs/node-function';
import type { Statement } from '../constructs/policy';
import { StateFunctions } from '../constructs/state-functions';
import { stateMachineArn } from '../constructs/state-machine';
import { ownStored } from '../storage-outputs';
import type { WorkflowProps } from '../workflows';

/**
 * One whole CPU, which Lambda gives with so much memory: half of it would take twice as long for the same price. The largest original
 * that is accepted needs 700 MB of it: see docs/adr/0023.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html
 */
const MEMORY_MB = 1_769;
/** The largest original takes ten seconds; a Task waits for sixty. */
const TIMEOUT_SECONDS = 50;

/** The functions that are states of the image machine. */
export function imageFunctions(
  scope: Construct,
  { storage, bundles }: WorkflowProps,
): StateFunctions<'image/resize' | 'image/thumbnail'> {
  const { name, arn } = ownStored(storage, 'images');
  const settings = {
    memoryMb: MEMORY_MB,
    timeoutSeconds: TIMEOUT_SECONDS,
    environment: { IMAGES_BUCKET: name },
    grants: deriveImages(arn),
  };
  const common = { bundles, codeBucket: storage.assets.name, keyArn: storage.keyArn };
  const all = { 'image/resize': settings, 'image/thumbnail': settings } as const;
  return new StateFunctions(scope, common, all, 'stacks/image/functions.ts');
}

/** The right to list tells S3 to answer "not found" rather than "forbidden" for what is not there. */
function deriveImages(bucketArn: string): Statement[] {
  return [
    { Sid: 'Originals', Action: ['s3:GetObjectVersion'], Resource: [`${bucketArn}/originals/*`] },
    {
      Sid: 'WhetherOriginalsExist',
      Action: ['s3:ListBucket'],
      Resource: [bucketArn],
      Condition: { StringLike: { 's3:prefix': 'originals/*' } },
    },
    { Sid: 'Results', Action: ['s3:PutObject'], Resource: [`${bucketArn}/results/*`] },
  ];
}

/** The function that starts an execution for each original; a start that was made before is looked at. */
export function startFunction(scope: Construct, { storage, bundles }: WorkflowProps, machine: string): NodeFunction {
  const stack = EnvironmentStack.of(scope);
  const arn = stateMachineArn(scope, machine);
  return new NodeFunction(scope, 'start', {
    path: 'image/start',
    bundles,
    codeBucket: storage.assets.name,
    keyArn: storage.keyArn,
    environment: { MACHINES_ARN: stack.arn('states', `stateMachine:${stack.resourceName('')}`) },
    grants: [
      mayStart([arn]),
      {
        Sid: 'Started',
        Action: ['states:DescribeExecution'],
        Resource: [`${arn.replace(':stateMachine:', ':execution:')}:*`],
      },
    ],
  });
}
