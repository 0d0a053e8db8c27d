import { Construct } from 'constructs';
import { EnvironmentStack } from '../constructs/environment-stack';
import { StateMachine, stateMachineArn } from '../constructs/state-machine';
import type { WorkflowProps } from '../workflows';
import { CommandAlarms } from './alarms';
import { commandHandler } from './definition';
import { commandHttp } from './http';
import { taskFunctions } from './task-functions';
import { CommandTriggers } from './triggers';

const MACHINE = 'command-handler';

/** The command workflow: from a row in the commands table to history, data and read models, one version after another. */
export class CommandWorkflow extends Construct {
  constructor(scope: Construct, props: WorkflowProps) {
    super(scope, 'command');
    const { env } = EnvironmentStack.of(this);
    const tasks = taskFunctions(this, props, stateMachineArn(this, MACHINE));
    const machine = new StateMachine(this, MACHINE, {
      name: MACHINE,
      definition: commandHandler({ functionArn: tasks.arn, waitSeconds: env.waitSeconds }),
      keyArn: props.storage.keyArn,
    });
    const triggers = new CommandTriggers(this, 'triggers', { ...props, machine });
    const http = commandHttp(this, props);
    if (env.alarms.enabled) {
      const { trigger, settle, reconcile } = triggers;
      const functions = [...tasks.all, trigger, settle, reconcile, http];
      new CommandAlarms(this, 'alarms', { machine, triggers, functions });
    }
  }
}
