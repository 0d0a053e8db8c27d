import { S3BucketNotification } from '@cdktf/provider-aws/lib/s3-bucket-notification';
import { Construct } from 'constructs';
import { EnvironmentStack } from '../constructs/environment-stack';
import type { NodeFunction } from '../constructs/node-function';
import { Queue } from '../constructs/queue';
import { QueueTrigger } from '../constructs/queue-trigger';
import type { StateMachine } from '../constructs/state-machine';
import { ownStored } from '../storage-outputs';
import type { WorkflowProps } from '../workflows';

/** Receives of a message before it is given up: what AWS refuses for a moment comes through, what nobody can read does not. */
const MAX_RECEIVES = 5;

export interface ImageTriggersProps extends WorkflowProps {
  readonly machine: StateMachine;
  readonly start: NodeFunction;
}

/**
 * Starts the workflow for what is put under `originals/` in the bucket. By a queue and a function: a rule of EventBridge would need
 * neither, but can't name the execution, by which a repeated event starts nothing, nor tell the tenant from the key.
 */
export class ImageTriggers extends Construct {
  readonly originals: Queue;
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, { storage, machine, start }: ImageTriggersProps) {
    super(scope, id);
    const images = ownStored(storage, 'images');
    const { keyArn } = storage;
    this.deadLetters = new Queue(this, 'dead-letters', { name: 'image-dead-letters', keyArn });
    this.originals = new Queue(this, 'originals', {
      name: 'image-originals',
      visibilitySeconds: 6 * start.timeoutSeconds,
      deadLetters: { queue: this.deadLetters, maxReceives: MAX_RECEIVES },
      notificationsOf: images.arn,
      keyArn,
    });
    new QueueTrigger(this, 'start', {
      queue: this.originals,
      target: start,
      after: [machine.live],
      ...EnvironmentStack.of(this).env.concurrency.queue,
    });
    new S3BucketNotification(this, 'uploads', {
      bucket: images.name,
      queue: [{ queueArn: this.originals.arn, events: ['s3:ObjectCreated:*'], filterPrefix: 'originals/' }],
    });
  }
}
