import { Construct } from 'constructs';
import { Alarm } from './alarm';
import { EnvironmentStack } from './environment-stack';
import type { NodeFunction } from './node-function';
import type { Queue } from './queue';
import type { StateMachine } from './state-machine';

export interface WorkflowAlarmsProps {
  readonly machines: readonly StateMachine[];
  /** What a person does about executions that ended badly. */
  readonly afterFailure: string;
  /** The queues in which something lies only when a person should look. */
  readonly failures: readonly Queue[];
  /** The queues that functions work off. Default: none. */
  readonly work?: readonly Queue[];
  /** The functions that read a table's stream. */
  readonly streamReaders: readonly NodeFunction[];
  /** Every function of the workflow. */
  readonly functions: readonly NodeFunction[];
}

/** The alarms that every workflow has: on its executions, queues, streams and functions. */
export class WorkflowAlarms extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: WorkflowAlarmsProps,
  ) {
    super(scope, id);
    for (const machine of props.machines) this.watchExecutions(machine);
    for (const queue of props.failures) this.watchDepth(queue);
    for (const queue of props.work ?? []) this.watchAge(queue);
    for (const reader of props.streamReaders) this.watchStream(reader);
    for (const lambda of props.functions) this.watchFunction(lambda);
  }

  private watchExecutions({ name, id, arn }: StateMachine): void {
    for (const metric of ['ExecutionsFailed', 'ExecutionsTimedOut', 'ExecutionsAborted']) {
      new Alarm(this, `${id}-${metric}`, {
        name: `${id}-${metric}`,
        description: `Executions of ${name} ended badly. ${this.props.afterFailure}`,
        namespace: 'AWS/States',
        metric,
        dimensions: { StateMachineArn: arn },
        statistic: 'Sum',
        threshold: 0,
      });
    }
  }

  private watchDepth(queue: Queue): void {
    new Alarm(this, `depth-of-${queue.id}`, {
      name: `${queue.id}-depth`,
      description: `Something lies in ${queue.name}. Look at its messages: each says what failed and where.`,
      namespace: 'AWS/SQS',
      metric: 'ApproximateNumberOfMessagesVisible',
      dimensions: { QueueName: queue.name },
      statistic: 'Maximum',
      threshold: 0,
    });
  }

  private watchAge(queue: Queue): void {
    new Alarm(this, `age-of-${queue.id}`, {
      name: `${queue.id}-age`,
      description: `The oldest message in ${queue.name} is older than the environment tolerates: its function fails or falls behind.`,
      namespace: 'AWS/SQS',
      metric: 'ApproximateAgeOfOldestMessage',
      dimensions: { QueueName: queue.name },
      statistic: 'Maximum',
      threshold: EnvironmentStack.of(this).env.alarms.thresholds.oldestMessageSeconds,
    });
  }

  private watchStream({ id, name }: NodeFunction): void {
    new Alarm(this, `iterator-age-of-${id}`, {
      name: `${id}-iterator-age`,
      description: `${name} falls behind the stream that it reads; after a day the stream forgets.`,
      namespace: 'AWS/Lambda',
      metric: 'IteratorAge',
      dimensions: { FunctionName: name },
      statistic: 'Maximum',
      threshold: EnvironmentStack.of(this).env.alarms.thresholds.iteratorAgeMs,
    });
  }

  private watchFunction({ id, name }: NodeFunction): void {
    const { thresholds } = EnvironmentStack.of(this).env.alarms;
    for (const [metric, threshold] of [
      ['Errors', thresholds.functionErrors],
      ['Throttles', 0],
    ] as const) {
      new Alarm(this, `${id}-${metric}`, {
        name: `${id}-${metric}`,
        description: `${name} has ${metric.toLowerCase()}. See its log group /aws/lambda/${name}.`,
        namespace: 'AWS/Lambda',
        metric,
        dimensions: { FunctionName: name },
        statistic: 'Sum',
        threshold,
      });
    }
  }
}
