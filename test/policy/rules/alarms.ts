import { type Finding, type Rules, unless } from '../rule';
import { listOf, nested, type Resource, type Stack } from '../stack';

const ALARM = 'aws_cloudwatch_metric_alarm';

/** Whether an alarm watches a metric of a resource, which its dimension names by name or by ARN. */
function watched(stack: Stack, metric: string, dimension: string, name: unknown): boolean {
  return stack.all(ALARM).some(({ args }) => {
    const value = String(nested(args, 'dimensions')[dimension] ?? '');
    return args.metric_name === metric && (value === name || value.endsWith(`:${name}`));
  });
}

function unwatched(
  stack: Stack,
  resources: readonly Resource[],
  metrics: readonly string[],
  dimension: string,
  nameOf: (resource: Resource) => unknown,
): Finding[] {
  return resources.flatMap((resource) =>
    metrics
      .filter((metric) => !watched(stack, metric, dimension, nameOf(resource)))
      .map((metric) => ({ resource: resource.address, problem: `has no alarm on ${metric}` })),
  );
}

/** Functions that read streams. */
function streamReaders(stack: Stack): Resource[] {
  const mappings = stack.all('aws_lambda_event_source_mapping').filter(({ args }) => args.starting_position);
  const readers = mappings.map(({ args }) => stack.referred(args.function_name));
  return stack.all('aws_lambda_function').filter((one) => readers.includes(one));
}

export const alarmRules = {
  'machine-alarmed': {
    demands: 'An alarm is raised when executions of a machine fail or time out.',
    why: 'A failed execution tells nobody by itself.',
    page: 'https://docs.aws.amazon.com/step-functions/latest/dg/procedure-cw-metrics.html',
    matches: [],
    check: (stack) =>
      unwatched(
        stack,
        stack.all('aws_sfn_state_machine'),
        ['ExecutionsFailed', 'ExecutionsTimedOut'],
        'StateMachineArn',
        ({ args }) => args.name,
      ),
  },
  'function-alarmed': {
    demands: 'Alarms are raised when a function has errors and when it is throttled.',
    why: 'Retries hide both, until they no longer do.',
    page: 'https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html',
    matches: [],
    check: (stack) =>
      unwatched(
        stack,
        stack.all('aws_lambda_function'),
        ['Errors', 'Throttles'],
        'FunctionName',
        ({ args }) => args.function_name,
      ),
  },
  'stream-alarmed': {
    demands: 'An alarm is raised when the reader of a stream falls behind.',
    why: 'After a day the stream forgets what nobody has read.',
    page: 'https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html',
    matches: [],
    check: (stack) =>
      unwatched(stack, streamReaders(stack), ['IteratorAge'], 'FunctionName', ({ args }) => args.function_name),
  },
  'queue-alarmed': {
    demands: 'An alarm is raised when a queue keeps something that should not be there, or for too long.',
    why: 'A queue of dead letters that nobody looks at is a place to lose messages in.',
    page: 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html',
    matches: [],
    check: (stack) =>
      unless(
        stack.all('aws_sqs_queue'),
        ({ args }) =>
          ['ApproximateNumberOfMessagesVisible', 'ApproximateAgeOfOldestMessage'].some((metric) =>
            watched(stack, metric, 'QueueName', args.name),
          ),
        'has no alarm on what lies in it',
      ),
  },
  'alarm-tells-somebody': {
    demands: 'An alarm is sent to a topic.',
    why: 'An alarm that only changes its state is seen by whoever happens to look.',
    page: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html',
    matches: ['checkov CKV_AWS_319', 'cdk-nag NIST.800.53.R5-CloudWatchAlarmAction'],
    check: (stack) => unless(stack.all(ALARM), ({ args }) => listOf(args.alarm_actions).length > 0, 'tells nobody'),
  },
} satisfies Rules;
