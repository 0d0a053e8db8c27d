import { Construct } from 'constructs';
import { settleWhatEndedBadly } from '../constructs/ended-badly';
import { EnvironmentStack } from '../constructs/environment-stack';
import { eventRuleArn } from '../constructs/event-rule';
import { mayStart } from '../constructs/live';
import { NodeFunction } from '../constructs/node-function';
import { Queue } from '../constructs/queue';
import { QueueTrigger } from '../constructs/queue-trigger';
import type { StateMachine } from '../constructs/state-machine';
import { StreamTrigger } from '../constructs/stream-trigger';
import type { TaskProps } from './storage';

const ENDED_BADLY = 'task-execution-ended-badly';
const START_TIMEOUT_SECONDS = 60;

export interface TaskTriggersProps extends TaskProps {
  /** For tasks whose items fit into one execution's history. */
  readonly machine: StateMachine;
  /** For tasks with more items. */
  readonly distributed: StateMachine;
  /** The most items of a task that goes to `machine`. */
  readonly inlineItemsLimit: number;
  /** Takes what receivers are told. */
  readonly notifications: Queue;
}

/** What tells of tasks, starts their executions, and records how these failed. */
export class TaskTriggers extends Construct {
  /** Reads the stream. */
  readonly trigger: NodeFunction;
  readonly functions: readonly NodeFunction[];
  readonly actions: Queue;
  /** The queues in which something lies only when a person should look. */
  readonly failures: readonly Queue[];

  constructor(
    scope: Construct,
    id: string,
    private readonly props: TaskTriggersProps,
  ) {
    super(scope, id);
    const { keyArn } = props.storage;
    const queue = (name: string) => new Queue(this, name, { name, keyArn });
    const rejected = queue('task-rejected');
    const streamFailures = queue('task-stream-failures');
    const deadLetters = queue('task-action-dead-letters');
    const settleFailures = new Queue(this, 'task-settle-failures', {
      name: 'task-settle-failures',
      deadLettersOf: eventRuleArn(this, ENDED_BADLY),
      keyArn,
    });
    this.actions = new Queue(this, 'task-action-queue', {
      name: 'task-action-queue',
      visibilitySeconds: 6 * START_TIMEOUT_SECONDS,
      deadLetters: { queue: deadLetters, maxReceives: 5 },
      keyArn,
    });
    this.failures = [rejected, streamFailures, deadLetters, settleFailures];
    this.trigger = this.createTrigger(rejected, streamFailures);
    this.functions = [this.trigger, this.createStart(), this.createSettle(settleFailures)];
  }

  /** Tells the queues of new tasks and of new statuses. The rows of items, outcomes and counts are filtered out. */
  private createTrigger(rejected: Queue, streamFailures: Queue): NodeFunction {
    const { storage, bundles, notifications } = this.props;
    const { env } = EnvironmentStack.of(this);
    const trigger = new NodeFunction(this, 'trigger', {
      path: 'task/trigger',
      bundles,
      codeBucket: storage.assets.name,
      keyArn: storage.keyArn,
      timeoutSeconds: 60,
      environment: {
        ACTION_QUEUE_URL: this.actions.url,
        NOTIFICATION_QUEUE_URL: notifications.url,
        REJECTED_QUEUE_URL: rejected.url,
        WEBHOOK_URLS: JSON.stringify(env.notifications.webhooks),
      },
      grants: [],
    });
    trigger.grantSending('Actions', this.actions);
    trigger.grantSending('Notifications', notifications);
    trigger.grantSending('RejectedRecords', rejected);
    new StreamTrigger(this, 'tasks-stream', {
      streamArn: storage.tasks.streamArn,
      target: trigger,
      onFailure: streamFailures,
      filter: { eventName: ['INSERT', 'MODIFY'], dynamodb: { Keys: { sk: { S: [{ prefix: 'TASK#' }] } } } },
      ...env.concurrency.stream,
    });
    return trigger;
  }

  /** Starts the execution of each task. */
  private createStart(): NodeFunction {
    const { storage, bundles, machine, distributed, inlineItemsLimit } = this.props;
    const start = new NodeFunction(this, 'start', {
      path: 'task/start',
      bundles,
      codeBucket: storage.assets.name,
      keyArn: storage.keyArn,
      timeoutSeconds: START_TIMEOUT_SECONDS,
      environment: {
        TASKS_TABLE: storage.tasks.name,
        STATE_MACHINE_ARN: machine.liveArn,
        DISTRIBUTED_STATE_MACHINE_ARN: distributed.liveArn,
        INLINE_ITEMS_LIMIT: String(inlineItemsLimit),
      },
      grants: [
        mayStart([machine.arn, distributed.arn]),
        { Sid: 'Task', Action: ['dynamodb:UpdateItem'], Resource: [storage.tasks.arn] },
      ],
    });
    new QueueTrigger(this, 'actions', {
      queue: this.actions,
      target: start,
      after: [machine.live, distributed.live],
      ...EnvironmentStack.of(this).env.concurrency.queue,
    });
    return start;
  }

  /** Records on its row that a task's execution failed, timed out or was stopped: Catch sees none of the last two. */
  private createSettle(settleFailures: Queue): NodeFunction {
    const { storage, bundles, machine, distributed } = this.props;
    const stack = EnvironmentStack.of(this);
    const settle = new NodeFunction(this, 'settle', {
      path: 'task/settle',
      bundles,
      codeBucket: storage.assets.name,
      keyArn: storage.keyArn,
      environment: { TASKS_TABLE: storage.tasks.name },
      grants: [
        { Sid: 'Task', Action: ['dynamodb:UpdateItem'], Resource: [storage.tasks.arn] },
        {
          Sid: 'Execution',
          Action: ['states:DescribeExecution'],
          Resource: [machine, distributed].map(({ name }) => stack.arn('states', `execution:${name}:*`)),
        },
      ],
    });
    settleWhatEndedBadly(this, {
      name: ENDED_BADLY,
      description: 'A task execution failed, timed out or was aborted',
      machines: [machine, distributed],
      settle,
      failures: settleFailures,
    });
    return settle;
  }
}
