import { refusesPlainHttp } from '../policy-document';
import { type Rules, unless } from '../rule';
import type { Resource, Stack } from '../stack';
import { deadLettersOf, readersOf } from './queue-reading';

const QUEUE = 'aws_sqs_queue';
const TOPIC = 'aws_sns_topic';

/** AWS advises this many times the function's timeout. */
const VISIBILITY_PER_TIMEOUT = 6;

/** Fewer receives send messages away of which throttling is all that is wrong. */
const LEAST_RECEIVES = 5;

const DEFAULT_VISIBILITY_SECONDS = 30;
const DEFAULT_TIMEOUT_SECONDS = 3;
const DEFAULT_RETENTION_SECONDS = 345_600;

/** Queues that functions read. */
const read = (stack: Stack): Resource[] => stack.all(QUEUE).filter((queue) => readersOf(stack, queue).length > 0);

/** Whether the policy of a queue or topic refuses plain HTTP on it. */
function isTlsOnly({ address, args }: Resource, action: string): boolean {
  const itself = (arn: string) => arn === '*' || arn === `\${${address}.arn}` || arn.endsWith(`:${args.name}`);
  return refusesPlainHttp(args.policy, action, [itself]);
}

const retention = ({ args }: Resource): number => Number(args.message_retention_seconds ?? DEFAULT_RETENTION_SECONDS);

export const messagingRules = {
  'queue-encrypted': {
    demands: 'A queue encrypts its messages.',
    why: 'Messages hold tenants and ids, and stay for days.',
    page: 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-server-side-encryption.html',
    matches: ['checkov CKV_AWS_27', 'trivy AWS-0096', 'cdk-nag AwsSolutions-SQS2'],
    check: (stack) =>
      unless(
        stack.all(QUEUE),
        ({ args }) => args.kms_master_key_id !== undefined || args.sqs_managed_sse_enabled === true,
        'does not say that messages are encrypted',
      ),
  },
  'queue-tls-only': {
    demands: "A queue's policy refuses requests that do not come over TLS.",
    why: 'SQS answers plain HTTP, too.',
    page: 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-security-best-practices.html',
    matches: ['cdk-nag AwsSolutions-SQS4'],
    check: (stack) => unless(stack.all(QUEUE), (queue) => isTlsOnly(queue, 'sqs:*'), 'answers plain HTTP'),
  },
  'queue-dead-letters': {
    demands: 'A queue that a function reads sends what keeps failing to another queue, after five receives or more.',
    why: 'One message that can’t be handled would come again for days, and take its place in each batch.',
    page: 'https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html',
    matches: ['cdk-nag AwsSolutions-SQS3'],
    check: (stack) =>
      unless(
        read(stack),
        (queue) => (deadLettersOf(stack, queue)?.maxReceives ?? 0) >= LEAST_RECEIVES,
        'keeps what always fails, or gives it up too early',
      ),
  },
  'queue-dead-letters-outlive': {
    demands: 'A queue of dead letters keeps them at least as long as the queue that they come from.',
    why: 'A message keeps its age when it moves: it would be gone before anybody has looked.',
    page: 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html',
    matches: [],
    check: (stack) =>
      unless(
        stack.all(QUEUE),
        (queue) => {
          const dead = deadLettersOf(stack, queue)?.queue;
          return dead === undefined || retention(dead) >= retention(queue);
        },
        'outlives its dead letters',
      ),
  },
  'queue-visibility': {
    demands: 'A queue hides a received message for six times the timeout of the function that reads it.',
    why: 'A second invocation would receive it while the first one is still at work, or throttled.',
    page: 'https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html',
    matches: [],
    check: (stack) =>
      unless(
        read(stack),
        (queue) =>
          readersOf(stack, queue).every(
            ({ args }) =>
              Number(queue.args.visibility_timeout_seconds ?? DEFAULT_VISIBILITY_SECONDS) >=
              VISIBILITY_PER_TIMEOUT * Number(args.timeout ?? DEFAULT_TIMEOUT_SECONDS),
          ),
        'hides a received message for less than six times the timeout of its function',
      ),
  },
  'topic-encrypted': {
    demands: 'A topic encrypts its messages.',
    why: 'SNS encrypts nothing by itself.',
    page: 'https://docs.aws.amazon.com/sns/latest/dg/sns-server-side-encryption.html',
    matches: ['checkov CKV_AWS_26', 'trivy AWS-0095'],
    check: (stack) => unless(stack.all(TOPIC), ({ args }) => args.kms_master_key_id !== undefined, 'is not encrypted'),
  },
  'topic-tls-only': {
    demands: "A topic's policy refuses messages that do not come over TLS.",
    why: 'SNS answers plain HTTP, too.',
    page: 'https://docs.aws.amazon.com/sns/latest/dg/sns-security-best-practices.html#enforce-encryption-data-in-transit',
    matches: ['cdk-nag AwsSolutions-SNS3'],
    check: (stack) => unless(stack.all(TOPIC), (topic) => isTlsOnly(topic, 'sns:Publish'), 'takes plain HTTP'),
  },
} satisfies Rules;
