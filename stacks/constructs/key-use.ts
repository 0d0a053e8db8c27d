import type { Statement } from './policy';

const READ = ['kms:Decrypt', 'kms:DescribeKey'];
const WRITE = [...READ, 'kms:Encrypt', 'kms:GenerateDataKey', 'kms:ReEncryptFrom', 'kms:ReEncryptTo'];
const SEND = ['kms:Decrypt', 'kms:GenerateDataKey'];
const OPEN = ['kms:Decrypt'];

/**
 * The rights on a customer managed key that the rights on tables, queues, topics, objects and parameters encrypted with it take, usable
 * through these services only.
 *
 * @param statements what the caller may do with tables, queues, topics, objects and parameters
 * @param keyArn ARN of the key
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/services-dynamodb.html
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/secure-string-parameter-kms-encryption.html
 */
export function keyUses(statements: readonly Statement[], keyArn: string, region: string): Statement[] {
  const actions = statements.flatMap(({ Action }) => Action);
  const tables = actions.filter((action) => action.startsWith('dynamodb:'));
  const use = (Sid: string, Action: readonly string[], service: string): Statement => ({
    Sid,
    Action,
    Resource: [keyArn],
    Condition: { StringEquals: { 'kms:ViaService': `${service}.${region}.amazonaws.com` } },
  });
  return [
    ...(tables.length > 0 ? [use('KeyOfTables', tables.some(writes) ? WRITE : READ, 'dynamodb')] : []),
    ...through(actions, { put: 'sqs:SendMessage', get: 'sqs:ReceiveMessage' }, (Action) =>
      use('KeyOfQueues', Action, 'sqs'),
    ),
    ...(actions.includes('sns:Publish') ? [use('KeyOfTopics', SEND, 'sns')] : []),
    ...through(actions, { put: 's3:PutObject', get: 's3:GetObject' }, (Action) => use('KeyOfObjects', Action, 's3')),
    ...(actions.includes('ssm:GetParameter') ? [use('KeyOfParameters', OPEN, 'ssm')] : []),
  ];
}

/** Who puts something in needs a data key, and has to read it back; who only takes out has to decrypt. */
function through(
  actions: readonly string[],
  { put, get }: { put: string; get: string },
  use: (actions: readonly string[]) => Statement,
): Statement[] {
  if (actions.includes(put)) return [use(SEND)];
  return actions.some((action) => action.startsWith(get)) ? [use(OPEN)] : [];
}

function writes(action: string): boolean {
  return /:(Put|Update|Delete|BatchWrite|TransactWrite)/.test(action);
}
