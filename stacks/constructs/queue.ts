import { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue';
import { Construct } from 'constructs';
import { EnvironmentStack } from './environment-stack';
import { named, within } from './limits';

const QUOTAS = 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-queues.html';

/** As long as SQS keeps a message: 14 days. */
const LONGEST_RETENTION_SECONDS = 1_209_600;

export interface QueueProps {
  /** Last part of the queue's name. */
  readonly name: string;
  /** Seconds a message is kept, 60–1,209,600. Default: 14 days. */
  readonly retentionSeconds?: number;
  /** Seconds a received message stays hidden, 0–43,200. Default: 30. */
  readonly visibilitySeconds?: number;
  /** ARN of an event rule that may send what it could not deliver. */
  readonly deadLettersOf?: string;
  /** ARN of a bucket that may send notifications. */
  readonly notificationsOf?: string;
  /** Where a message goes that was received so often without being deleted, 1–1,000 times. Default: it is received on. */
  readonly deadLetters?: { readonly queue: Queue; readonly maxReceives: number };
  /** ARN of the key that encrypts messages. Default: a key that SQS owns. */
  readonly keyArn?: string | undefined;
}

/**
 * A standard queue, encrypted, polled long, reached over TLS only. Its policy is an argument of the queue and names it by the ARN
 * it will have: Terraform waits half a minute for a queue to settle, and once more for a policy of its own.
 */
export class Queue extends Construct {
  /** Name without the environment's prefix. */
  readonly id: string;
  readonly name: string;
  readonly arn: string;
  readonly url: string;
  readonly visibilitySeconds: number;

  constructor(scope: Construct, id: string, props: QueueProps) {
    super(scope, id);
    const { retentionSeconds = LONGEST_RETENTION_SECONDS, visibilitySeconds = 30, keyArn } = props;
    const stack = EnvironmentStack.of(this);
    this.id = props.name;
    this.name = stack.resourceName(props.name);
    named(this, this.name, /^[\w-]{1,80}$/, '1–80 letters, digits, hyphens and underscores', QUOTAS);
    within(this, 'retentionSeconds', retentionSeconds, [60, LONGEST_RETENTION_SECONDS], QUOTAS);
    within(this, 'visibilitySeconds', visibilitySeconds, [0, 43_200], QUOTAS);
    if (props.deadLetters) within(this, 'maxReceives', props.deadLetters.maxReceives, [1, 1_000], QUOTAS);
    this.visibilitySeconds = visibilitySeconds;
    const queue = new SqsQueue(this, 'queue', {
      name: this.name,
      messageRetentionSeconds: retentionSeconds,
      visibilityTimeoutSeconds: visibilitySeconds,
      receiveWaitTimeSeconds: 20,
      policy: queuePolicy(stack.arn('sqs', this.name), stack.env.account, props),
      ...(keyArn ? { kmsMasterKeyId: keyArn } : { sqsManagedSseEnabled: true }),
      ...(props.deadLetters && { redrivePolicy: redrivePolicy(props.deadLetters) }),
    });
    this.arn = queue.arn;
    this.url = queue.url;
  }
}

/**
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/grant-destinations-permissions-to-s3.html
 */
function queuePolicy(arn: string, account: string, { deadLettersOf, notificationsOf }: QueueProps): string {
  const tlsOnly = {
    Sid: 'TlsOnly',
    Effect: 'Deny',
    Principal: '*',
    Action: 'sqs:*',
    Resource: arn,
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  };
  const undelivered = {
    Sid: 'UndeliveredEvents',
    Effect: 'Allow',
    Principal: { Service: 'events.amazonaws.com' },
    Action: 'sqs:SendMessage',
    Resource: arn,
    Condition: { ArnEquals: { 'aws:SourceArn': deadLettersOf } },
  };
  const notifications = {
    Sid: 'BucketNotifications',
    Effect: 'Allow',
    Principal: { Service: 's3.amazonaws.com' },
    Action: 'sqs:SendMessage',
    Resource: arn,
    Condition: { ArnEquals: { 'aws:SourceArn': notificationsOf }, StringEquals: { 'aws:SourceAccount': account } },
  };
  const Statement = [tlsOnly, ...(deadLettersOf ? [undelivered] : []), ...(notificationsOf ? [notifications] : [])];
  return JSON.stringify({ Version: '2012-10-17', Statement });
}

/** @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html */
function redrivePolicy({ queue, maxReceives }: NonNullable<QueueProps['deadLetters']>): string {
  return JSON.stringify({ deadLetterTargetArn: queue.arn, maxReceiveCount: maxReceives });
}
