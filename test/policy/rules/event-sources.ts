import { roleStatements } from '../policy-document';
import { type Finding, type Rules, unless } from '../rule';
import { listOf, nested, type Resource, type Stack } from '../stack';

const MAPPING = 'aws_lambda_event_source_mapping';

/** @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html#events-sqs-permissions */
const QUEUE_ACTIONS = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'];

/** @see https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-eventsourcemapping.html#events-dynamodb-permissions */
const STREAM_ACTIONS = [
  'dynamodb:DescribeStream',
  'dynamodb:GetRecords',
  'dynamodb:GetShardIterator',
  'dynamodb:ListStreams',
];

/** Only streams are read from a position. */
const readsStream = ({ args }: Resource): boolean => args.starting_position !== undefined;

const failuresTo = ({ args }: Resource): unknown =>
  nested(nested(args, 'destination_config'), 'on_failure').destination_arn;

/** What the role of a mapping's function may do on one ARN. */
function allowedOn(stack: Stack, { args }: Resource, arn: unknown): string[] {
  const role = stack.referred(stack.referred(args.function_name)?.args.role);
  return (role === undefined ? [] : roleStatements(stack, role))
    .filter(({ effect, resources }) => effect === 'Allow' && resources.includes(String(arn)))
    .flatMap(({ actions }) => actions);
}

function wrongRights(stack: Stack, mapping: Resource): Finding[] {
  const source = mapping.args.event_source_arn;
  const needed = readsStream(mapping) ? STREAM_ACTIONS : QUEUE_ACTIONS;
  const allowed = allowedOn(stack, mapping, source);
  const destination = failuresTo(mapping);
  const key = stack.referred(source)?.args.kms_master_key_id;
  return [
    ...needed.filter((action) => !allowed.includes(action)).map((action) => `lacks ${action} on its source`),
    ...allowed.filter((action) => !needed.includes(action)).map((action) => `also has ${action} on its source`),
    ...(destination !== undefined && !allowedOn(stack, mapping, destination).includes('sqs:SendMessage')
      ? ['lacks sqs:SendMessage on its failure destination']
      : []),
    ...(key !== undefined && !allowedOn(stack, mapping, key).includes('kms:Decrypt')
      ? ['lacks kms:Decrypt on the key of its source']
      : []),
  ].map((problem) => ({ resource: mapping.address, problem }));
}

export const eventSourceRules = {
  'event-source-exact-rights': {
    demands:
      'The role of a function that reads a queue or stream has the rights that reading takes, on that one, and no others on it.',
    why: 'One that is missing stops the reading without an error in any log; one too many lets a reader write.',
    page: 'https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventsourcemapping.html',
    matches: ['cdk-nag AwsSolutions-IAM5'],
    check: (stack) => stack.all(MAPPING).flatMap((mapping) => wrongRights(stack, mapping)),
  },
  'event-source-partial-batches': {
    demands: 'A function says which records of a batch failed.',
    why: 'All of a batch would be handled again because of one record.',
    page: 'https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html',
    matches: [],
    check: (stack) =>
      unless(
        stack.all(MAPPING),
        ({ args }) => listOf(args.function_response_types).includes('ReportBatchItemFailures'),
        'takes a batch as a whole',
      ),
  },
  'stream-failures-kept': {
    demands: 'A stream’s reader gives a record up after a number of attempts, alone, and tells a queue.',
    why: 'A record that can’t be handled would hold its shard for a day, and everything behind it is lost then.',
    page: 'https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html',
    matches: [],
    check: (stack) =>
      unless(
        stack.all(MAPPING).filter(readsStream),
        (mapping) =>
          failuresTo(mapping) !== undefined &&
          mapping.args.bisect_batch_on_function_error === true &&
          Number(mapping.args.maximum_retry_attempts ?? -1) >= 0 &&
          Number(mapping.args.maximum_record_age_in_seconds ?? -1) > 0,
        'is held up by a record that can’t be handled',
      ),
  },
} satisfies Rules;
