import { Construct } from 'constructs';
import { EnvironmentStack } from '../constructs/environment-stack';
import { NodeFunction } from '../constructs/node-function';
import { Queue } from '../constructs/queue';
import { QueueTrigger } from '../constructs/queue-trigger';
import type { WorkflowProps } from '../workflows';

const TIMEOUT_SECONDS = 15;

/**
 * Times that a receiver is tried, a minute and a half apart: it may be away for ten minutes. Each message is for one receiver, so
 * one that is away costs the others nothing but a share of the concurrency.
 */
const ATTEMPTS = 8;

/** The queue of what receivers are told, and the function that tells them, by signed webhooks. */
export class Notifications extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;
  readonly notify: NodeFunction;

  constructor(scope: Construct, id: string, { storage, bundles }: WorkflowProps) {
    super(scope, id);
    const stack = EnvironmentStack.of(this);
    const { notifications, concurrency } = stack.env;
    const { keyArn } = storage;
    this.deadLetters = new Queue(this, 'dead-letters', { name: 'notification-dead-letters', keyArn });
    this.queue = new Queue(this, 'queue', {
      name: 'notification-queue',
      visibilitySeconds: 6 * TIMEOUT_SECONDS,
      deadLetters: { queue: this.deadLetters, maxReceives: ATTEMPTS },
      keyArn,
    });
    this.notify = new NodeFunction(this, 'notify', {
      path: 'task/notify',
      bundles,
      codeBucket: storage.assets.name,
      keyArn,
      timeoutSeconds: TIMEOUT_SECONDS,
      environment: {
        WEBHOOK_URLS: JSON.stringify(notifications.webhooks),
        SIGNING_KEY_PARAMETER: notifications.signingKeyParameter,
      },
      grants: [
        {
          Sid: 'SigningKey',
          Action: ['ssm:GetParameter'],
          // The name begins with the slash that parts it from the resource type.
          Resource: [stack.arn('ssm', `parameter${notifications.signingKeyParameter}`)],
        },
      ],
    });
    new QueueTrigger(this, 'notifications', { queue: this.queue, target: this.notify, ...concurrency.queue });
  }
}
