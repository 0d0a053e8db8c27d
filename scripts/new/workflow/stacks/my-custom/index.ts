import { Construct } from 'constructs';
import { EnvironmentStack } from '../constructs/environment-stack';
import { StateMachine } from '../constructs/state-machine';
import { WorkflowAlarms } from '../constructs/workflow-alarms';
import type { WorkflowProps } from '../workflows';
import { myCustomMachine } from './definition';
import { stateFunctions } from './functions';

/** `startWorkflow` finds the machine by this name, which is the one that lambdas/my-custom/input.ts declares its input under. */
const MACHINE = 'my-custom';

/** The my-custom workflow: initialize → process → finalize, a function each. */
export class MyCustomWorkflow extends Construct {
  constructor(scope: Construct, props: WorkflowProps) {
    super(scope, 'my-custom');
    const { env } = EnvironmentStack.of(this);
    const functions = stateFunctions(this, props);
    const machine = new StateMachine(this, MACHINE, {
      name: MACHINE,
      definition: myCustomMachine(functions.arn),
      keyArn: props.storage.keyArn,
    });
    if (env.alarms.enabled) {
      new WorkflowAlarms(this, 'alarms', {
        machines: [machine],
        afterFailure: 'They can be redriven for 14 days, and go on with the state that failed.',
        failures: [],
        streamReaders: [],
        functions: functions.all,
      });
    }
  }
}
