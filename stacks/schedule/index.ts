import { Construct } from 'constructs';
import { EnvironmentStack } from '../constructs/environment-stack';
import { StateMachine } from '../constructs/state-machine';
import { WorkflowAlarms } from '../constructs/workflow-alarms';
import type { OwnStorage } from '../own-storage';
import { ownStored } from '../storage-outputs';
import type { WorkflowProps } from '../workflows';
import { schedule } from './definition';

/** The schedule workflow: a machine and a table, and no function. */
export class ScheduleWorkflow extends Construct {
  static readonly storage: OwnStorage = { tables: { schedules: { ttl: 'ttl' } } };

  constructor(scope: Construct, { storage }: WorkflowProps) {
    super(scope, 'schedule');
    const { env } = EnvironmentStack.of(this);
    const machine = new StateMachine(this, 'machine', {
      name: 'schedule',
      definition: schedule({
        table: ownStored(storage, 'schedules').name,
        retentionDays: env.retention.jobsDays,
      }),
      keyArn: storage.keyArn,
    });
    if (env.alarms.enabled) {
      new WorkflowAlarms(this, 'alarms', {
        machines: [machine],
        afterFailure: 'The cause says whether the input was invalid or the approval expired; others can be redriven.',
        failures: [],
        streamReaders: [],
        functions: [],
      });
    }
  }
}
