import { LambdaEventSourceMapping } from '@cdktf/provider-aws/lib/lambda-event-source-mapping';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { within } from './limits';
import type { NodeFunction } from './node-function';
import type { Queue } from './queue';

const LIMITS = 'https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html';
const CONFIGURE = 'https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html';

/** How often a message may be hidden for a whole invocation before it shows again, as AWS advises. */
const VISIBILITY_PER_TIMEOUT = 6;

export interface QueueTriggerProps {
  readonly queue: Queue;
  readonly target: NodeFunction;
  /** What must be there before the first message comes. Default: nothing but the function and its rights. */
  readonly after?: readonly ITerraformDependable[];
  /** Messages of one invocation, 1–10,000; more than 10 need a window. */
  readonly batchSize: number;
  /** Seconds to gather a batch, 0–300. */
  readonly windowSeconds: number;
  /** Invocations at once, 2–1,000: what the queue may take of the account's concurrency. */
  readonly maximumConcurrency: number;
}

/**
 * Invokes a function with the messages of a queue. Those that it reports as failed come again once their visibility ends, and go
 * to the queue's dead letters after as many receives as the queue says; the others of the batch are done.
 *
 * @throws Error when the queue hides a message for less than six times the function's timeout: it would be received by a second
 *   invocation while the first one is still at work
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
 */
export class QueueTrigger extends Construct {
  constructor(scope: Construct, id: string, props: QueueTriggerProps) {
    super(scope, id);
    const { queue, target, batchSize, windowSeconds, maximumConcurrency } = props;
    within(this, 'batchSize', batchSize, [1, windowSeconds === 0 ? 10 : 10_000], LIMITS);
    within(this, 'windowSeconds', windowSeconds, [0, 300], LIMITS);
    within(this, 'maximumConcurrency', maximumConcurrency, [2, 1_000], LIMITS);
    const least = VISIBILITY_PER_TIMEOUT * target.timeoutSeconds;
    if (queue.visibilitySeconds < least) {
      throw new Error(
        `${this.node.path}: ${queue.name} hides a received message for ${queue.visibilitySeconds} s, but ${target.name} may run ` +
          `for ${target.timeoutSeconds} s. Set the queue's visibilitySeconds to ${least} or more. See ${CONFIGURE}`,
      );
    }
    target.grant({
      Sid: `Receive${queue.id.replace(/[^A-Za-z0-9]/g, '')}`,
      Action: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
      Resource: [queue.arn],
    });
    new LambdaEventSourceMapping(this, 'mapping', {
      eventSourceArn: queue.arn,
      functionName: target.arn,
      batchSize,
      maximumBatchingWindowInSeconds: windowSeconds,
      functionResponseTypes: ['ReportBatchItemFailures'],
      scalingConfig: { maximumConcurrency },
      // Lambda checks that the role may receive from the queue.
      dependsOn: [target.policy, ...(props.after ?? [])],
    });
  }
}
