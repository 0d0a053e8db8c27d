import { Construct } from 'constructs';
import { EnvironmentStack } from '../constructs/environment-stack';
import { EventRule } from '../constructs/event-rule';
import type { NodeFunction } from '../constructs/node-function';
import { StateMachine } from '../constructs/state-machine';
import { Topic } from '../constructs/topic';
import type { OwnStorage } from '../own-storage';
import { OPEN_INDEX } from '../storage-outputs';
import type { WorkflowProps } from '../workflows';
import { ApprovalAlarms } from './alarms';
import { approval } from './definition';
import { ApprovalFunctions } from './functions';
import { approvalTimeoutSeconds } from './task';

/**
 * Approvals by people: what a Task of any workflow needs to wait for one (`task.ts`), and a workflow that does nothing else. Approvers
 * get mail with a signed link, the page behind it decides once, and what nobody decides expires.
 */
export class ApprovalWorkflow extends Construct {
  static readonly storage: OwnStorage = {
    tables: { approvals: { ttl: 'ttl', indexes: [{ name: OPEN_INDEX, partition: 'open', sort: 'dueAt' }] } },
  };

  constructor(
    scope: Construct,
    private readonly props: WorkflowProps,
  ) {
    super(scope, 'approval');
    const { env } = EnvironmentStack.of(this);
    const functions = new ApprovalFunctions(this, 'functions', { ...props, topic: this.createTopic() });
    this.sweepRegularly(functions.remind);
    const machine = new StateMachine(this, 'machine', {
      name: 'approval',
      definition: approval({ functionArn: functions.request.arn, timeoutSeconds: approvalTimeoutSeconds(env) }),
      keyArn: props.storage.keyArn,
    });
    if (env.alarms.enabled) new ApprovalAlarms(this, 'alarms', { machine, functions });
  }

  private createTopic(): Topic {
    const { approvals } = EnvironmentStack.of(this).env;
    const topic = new Topic(this, 'topic', { name: 'approvals', keyArn: this.props.storage.keyArn });
    if (approvals.mail) for (const approver of approvals.approvers) topic.mailTo(approver, 'approver');
    return topic;
  }

  /** A run that fails is not repeated: the next one is minutes away. */
  private sweepRegularly(remind: NodeFunction): void {
    remind.invokeAsynchronously(0, 60);
    new EventRule(this, 'remind-schedule', {
      name: 'approval-remind',
      description: 'Reminds of open approvals, expires them, and delivers decisions',
      when: { everyMinutes: EnvironmentStack.of(this).env.reconcileMinutes },
      target: remind,
      retries: 0,
      maxAgeSeconds: 60,
    });
  }
}
