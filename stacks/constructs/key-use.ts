import type { Statement } from './policy';

const READ = ['kms:Decrypt', 'kms:DescribeKey'];
const WRITE = [...READ, 'kms:Encrypt', 'kms:GenerateDataKey', 'kms:ReEncryptFrom', 'kms:ReEncryptTo'];
const RECEIVE = ['kms:Decrypt'];
const SEND = [...RECEIVE, 'kms:GenerateDataKey'];

/**
 * The rights on a customer managed key that the rights on tables, queues and parameters encrypted with it take, usable through
 * these services only.
 *
 * @param statements what the caller may do with tables, queues and parameters
 * @param keyArn ARN of the key
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/services-dynamodb.html
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/secure-string-parameter-kms-encryption.html
 */
export function keyUses(statements: readonly Statement[], keyArn: string, region: string): Statement[] {
  const actions = statements.flatMap(({ Action }) => Action);
  const tables = actions.filter((action) => action.startsWith('dynamodb:'));
  const queues = actions.filter((action) => ['sqs:SendMessage', 'sqs:ReceiveMessage'].includes(action));
  const use = (Sid: string, Action: readonly string[], service: string): Statement => ({
    Sid,
    Action,
    Resource: [keyArn],
    Condition: { StringEquals: { 'kms:ViaService': `${service}.${region}.amazonaws.com` } },
  });
  return [
    ...(tables.length > 0 ? [use('KeyOfTables', tables.some(writes) ? WRITE : READ, 'dynamodb')] : []),
    ...(queues.length > 0 ? [use('KeyOfQueues', queues.includes('sqs:SendMessage') ? SEND : RECEIVE, 'sqs')] : []),
    ...(actions.includes('ssm:GetParameter') ? [use('KeyOfParameters', ['kms:Decrypt'], 'ssm')] : []),
  ];
}

function writes(action: string): boolean {
  return /:(Put|Update|Delete|BatchWrite|TransactWrite)/.test(action);
}
