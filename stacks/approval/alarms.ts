import { Construct } from 'constructs';
import { Alarm } from '../constructs/alarm';
import { EnvironmentStack } from '../constructs/environment-stack';
import { metricsNamespace } from '../constructs/node-function';
import type { StateMachine } from '../constructs/state-machine';
import { WorkflowAlarms } from '../constructs/workflow-alarms';
import type { ApprovalFunctions } from './functions';

export interface ApprovalAlarmsProps {
  readonly machine: StateMachine;
  readonly functions: ApprovalFunctions;
}

/** Who is woken when: a decision is not delivered or an expiry not carried out, or the sweep does not run; and a function ails. */
export class ApprovalAlarms extends Construct {
  constructor(scope: Construct, id: string, { machine, functions }: ApprovalAlarmsProps) {
    super(scope, id);
    const { env } = EnvironmentStack.of(this);
    // The sweep measures on every run. Three silent periods are an alarm too: then it is the sweep that is stuck.
    new Alarm(this, 'stuck', {
      name: 'approval-stuck',
      description:
        'Decisions do not reach the Tasks that wait for them, or requests do not expire: see the errors in the log of approval-remind. Or it does not run.',
      namespace: metricsNamespace(env),
      metric: 'StuckApprovals',
      dimensions: { service: 'approval' },
      statistic: 'Maximum',
      threshold: 0,
      periodSeconds: Math.max(5, env.reconcileMinutes) * 60,
      periods: 3,
      silence: 'breaching',
    });
    new WorkflowAlarms(this, 'parts', {
      machines: [machine],
      afterFailure: 'Their approvals are withdrawn when they are due, and a redrive asks anew.',
      failures: [],
      streamReaders: [],
      functions: [functions.request, functions.http, functions.remind],
    });
  }
}
