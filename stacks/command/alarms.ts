import { Construct } from 'constructs';
import { Alarm } from '../constructs/alarm';
import { EnvironmentStack } from '../constructs/environment-stack';
import { metricsNamespace, type NodeFunction } from '../constructs/node-function';
import type { StateMachine } from '../constructs/state-machine';
import type { CommandTriggers } from './triggers';

export interface CommandAlarmsProps {
  readonly machine: StateMachine;
  readonly triggers: CommandTriggers;
  /** Every function of the workflow. */
  readonly functions: readonly NodeFunction[];
}

/** Who is woken when: a command is stuck or has failed, something lies in a failure queue, the stream or a function ails. */
export class CommandAlarms extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: CommandAlarmsProps,
  ) {
    super(scope, id);
    this.watchCommands();
    this.watchExecutions();
    this.watchQueues();
    this.watchStream();
    this.watchFunctions();
  }

  /**
   * The reconciler measures on every run. Three silent periods are an alarm too: then it is the reconciler that is stuck.
   */
  private watchCommands(): void {
    const { env } = EnvironmentStack.of(this);
    const measured = {
      namespace: metricsNamespace(env),
      dimensions: { service: 'command' },
      statistic: 'Maximum',
      periodSeconds: Math.max(5, env.reconcileMinutes) * 60,
    } as const;
    new Alarm(this, 'stuck', {
      ...measured,
      name: 'command-stuck',
      description: 'Commands have failed or wait for too long: redrive or skip them. Or the reconciler does not run.',
      metric: 'StuckCommands',
      threshold: 0,
      periods: 3,
      silence: 'breaching',
    });
    new Alarm(this, 'oldest-open', {
      ...measured,
      name: 'command-oldest-open',
      description: 'The oldest unsettled command is older than the environment tolerates.',
      metric: 'OldestOpenCommandAge',
      threshold: env.alarms.thresholds.oldestOpenCommandSeconds,
    });
  }

  private watchExecutions(): void {
    const { machine } = this.props;
    for (const metric of ['ExecutionsFailed', 'ExecutionsTimedOut', 'ExecutionsAborted']) {
      new Alarm(this, metric, {
        name: `command-${metric}`,
        description:
          'Executions of the command machine ended badly: their commands are marked as failed and can be redriven.',
        namespace: 'AWS/States',
        metric,
        dimensions: { StateMachineArn: machine.arn },
        statistic: 'Sum',
        threshold: 0,
      });
    }
  }

  private watchQueues(): void {
    for (const queue of this.props.triggers.failures) {
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
  }

  private watchStream(): void {
    const { thresholds } = EnvironmentStack.of(this).env.alarms;
    new Alarm(this, 'iterator-age', {
      name: 'command-stream-iterator-age',
      description: 'The trigger falls behind the stream of the commands table; after a day the stream forgets.',
      namespace: 'AWS/Lambda',
      metric: 'IteratorAge',
      dimensions: { FunctionName: this.props.triggers.trigger.name },
      statistic: 'Maximum',
      threshold: thresholds.iteratorAgeMs,
    });
  }

  private watchFunctions(): void {
    const { thresholds } = EnvironmentStack.of(this).env.alarms;
    for (const { id, name } of this.props.functions) {
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
}
