import { Construct } from 'constructs';
import { EnvironmentStack } from '../constructs/environment-stack';
import { StateMachine } from '../constructs/state-machine';
import { WorkflowAlarms } from '../constructs/workflow-alarms';
import type { OwnStorage } from '../own-storage';
import type { WorkflowProps } from '../workflows';
import { supportCase } from './definition';
import { caseFunctions } from './functions';

/** The support-case workflow: functions in a row, each of which brings a case one status further. */
export class SupportCaseWorkflow extends Construct {
  static readonly storage: OwnStorage = { tables: { cases: { ttl: 'ttl' } } };

  constructor(scope: Construct, props: WorkflowProps) {
    super(scope, 'support-case');
    const states = caseFunctions(this, props);
    const machine = new StateMachine(this, 'machine', {
      name: 'support-case',
      definition: supportCase(states.arn),
      keyArn: props.storage.keyArn,
    });
    if (EnvironmentStack.of(this).env.alarms.enabled) {
      new WorkflowAlarms(this, 'alarms', {
        machines: [machine],
        afterFailure:
          'Those with the error CaseEscalated wait for the second tier; any other can be redriven for 14 days.',
        failures: [],
        streamReaders: [],
        functions: states.all,
      });
    }
  }
}
