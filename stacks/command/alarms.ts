import { Construct } from 'constructs';
import { Alarm } from '../constructs/alarm';
import { EnvironmentStack } from '../constructs/environment-stack';
import { metricsNamespace, type NodeFunction } from '../constructs/node-function';
import type { StateMachine } from '../constructs/state-machine';
import { WorkflowAlarms } from '../constructs/workflow-alarms';
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
    this.watchParts();
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

  private watchParts(): void {
    const { machine, triggers, functions } = this.props;
    new WorkflowAlarms(this, 'parts', {
      machines: [machine],
      afterFailure: 'Their commands are marked as failed and can be redriven.',
      failures: triggers.failures,
      streamReaders: [triggers.trigger],
      functions,
    });
  }
}
