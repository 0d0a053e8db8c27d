import { Construct } from 'constructs';
import { EnvironmentStack } from '../constructs/environment-stack';
import { StateMachine } from '../constructs/state-machine';
import { WorkflowAlarms } from '../constructs/workflow-alarms';
import type { WorkflowProps } from '../workflows';
import { taskHandler } from './definition';
import { taskHttp } from './http';
import { inlineItemsLimit } from './inline-limit';
import { Notifications } from './notifications';
import { taskProps, taskStorage } from './storage';
import { taskFunctions } from './task-functions';
import { TaskTriggers } from './triggers';

/** The task workflow: from a row in the tasks table to an outcome of every item, and the news of it. */
export class TaskWorkflow extends Construct {
  static readonly storage = taskStorage;

  constructor(scope: Construct, given: WorkflowProps) {
    super(scope, 'task');
    const props = taskProps(given);
    const { env } = EnvironmentStack.of(this);
    const states = taskFunctions(this, props);
    const handler = { functionArn: states.arn, concurrency: env.concurrency.taskItems };
    const inline = taskHandler({ ...handler, mode: 'INLINE' });
    const machine = this.createMachine('task-handler', inline, props);
    const distributed = this.createMachine(
      'task-handler-distributed',
      taskHandler({ ...handler, mode: 'DISTRIBUTED' }),
      props,
    );
    const notifications = new Notifications(this, 'notifications', props);
    const triggers = new TaskTriggers(this, 'triggers', {
      ...props,
      machine,
      distributed,
      inlineItemsLimit: inlineItemsLimit(inline),
      notifications: notifications.queue,
    });
    const http = taskHttp(this, props);
    if (env.alarms.enabled) {
      new WorkflowAlarms(this, 'alarms', {
        machines: [machine, distributed],
        afterFailure: 'Their tasks are marked as failed or timed out and can be redriven for 14 days.',
        failures: [...triggers.failures, notifications.deadLetters],
        work: [triggers.actions, notifications.queue],
        streamReaders: [triggers.trigger],
        functions: [...states.all, ...triggers.functions, notifications.notify, http],
      });
    }
  }

  private createMachine(
    name: string,
    definition: ReturnType<typeof taskHandler>,
    { storage }: WorkflowProps,
  ): StateMachine {
    return new StateMachine(this, name, { name, definition, keyArn: storage.keyArn });
  }
}
