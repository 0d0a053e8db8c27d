import { REQUEST_SK } from '@blueprint/lambdas/platform/http/request-key';
import { Construct } from 'constructs';
import { settleWhatEndedBadly } from '../constructs/ended-badly';
import { EnvironmentStack } from '../constructs/environment-stack';
import { EventRule, eventRuleArn } from '../constructs/event-rule';
import { mayStart } from '../constructs/live';
import { NodeFunction } from '../constructs/node-function';
import { Queue } from '../constructs/queue';
import type { StateMachine } from '../constructs/state-machine';
import { StreamTrigger } from '../constructs/stream-trigger';
import { OPEN_INDEX } from '../storage-outputs';
import type { WorkflowProps } from '../workflows';

const ENDED_BADLY = 'command-execution-ended-badly';

export interface CommandTriggersProps extends WorkflowProps {
  readonly machine: StateMachine;
}

/** What starts executions of the command machine, records how they failed, and looks for those that nobody will finish. */
export class CommandTriggers extends Construct {
  readonly trigger: NodeFunction;
  readonly settle: NodeFunction;
  readonly reconcile: NodeFunction;
  /** The queues in which something lies only when a person should look. */
  readonly failures: readonly Queue[];

  constructor(
    scope: Construct,
    id: string,
    private readonly props: CommandTriggersProps,
  ) {
    super(scope, id);
    const rejected = this.createQueue('command-rejected');
    const streamFailures = this.createQueue('command-stream-failures');
    const settleFailures = this.createQueue('command-settle-failures', eventRuleArn(this, ENDED_BADLY));
    this.failures = [rejected, streamFailures, settleFailures];
    this.trigger = this.createTrigger(rejected, streamFailures);
    this.settle = this.createSettle(settleFailures);
    this.reconcile = this.createReconcile();
  }

  private createQueue(name: string, deadLettersOf?: string): Queue {
    return new Queue(this, name, { name, keyArn: this.props.storage.keyArn, ...(deadLettersOf && { deadLettersOf }) });
  }

  /**
   * Starts an execution for each row that is inserted and not settled yet: rows of imports are applied as they are inserted, and those
   * that remember requests are no commands. A row it can't read goes to `rejected`, with the reason.
   */
  private createTrigger(rejected: Queue, streamFailures: Queue): NodeFunction {
    const { storage, bundles, machine } = this.props;
    const trigger = new NodeFunction(this, 'trigger', {
      path: 'command/trigger',
      bundles,
      codeBucket: storage.assets.name,
      keyArn: storage.keyArn,
      timeoutSeconds: 60,
      environment: { STATE_MACHINE_ARN: machine.liveArn, REJECTED_QUEUE_URL: rejected.url },
      grants: [mayStart([machine.arn])],
    });
    trigger.grantSending('RejectedRecords', rejected);
    new StreamTrigger(this, 'commands-stream', {
      streamArn: storage.commands.streamArn,
      target: trigger,
      onFailure: streamFailures,
      after: [machine.live],
      filter: {
        eventName: ['INSERT'],
        dynamodb: {
          Keys: { sk: { S: [{ 'anything-but': [REQUEST_SK] }] } },
          NewImage: { settledAt: { S: [{ exists: false }] } },
        },
      },
      ...EnvironmentStack.of(this).env.concurrency.stream,
    });
    return trigger;
  }

  /** Records on its row that a command's execution failed, timed out or was aborted: Catch sees none of the last two. */
  private createSettle(settleFailures: Queue): NodeFunction {
    const { storage, bundles, machine } = this.props;
    const settle = new NodeFunction(this, 'settle', {
      path: 'command/settle',
      bundles,
      codeBucket: storage.assets.name,
      keyArn: storage.keyArn,
      environment: { COMMANDS_TABLE: storage.commands.name },
      grants: [
        { Sid: 'Command', Action: ['dynamodb:UpdateItem'], Resource: [storage.commands.arn] },
        { Sid: 'Execution', Action: ['states:DescribeExecution'], Resource: [this.executions()] },
      ],
    });
    settleWhatEndedBadly(this, {
      name: ENDED_BADLY,
      description: 'A command execution failed, timed out or was aborted',
      machines: [machine],
      settle,
      failures: settleFailures,
    });
    return settle;
  }

  /** Looks at the commands that have been open for long. A run that fails is not repeated: the next one is minutes away. */
  private createReconcile(): NodeFunction {
    const { storage, bundles, machine } = this.props;
    const { env } = EnvironmentStack.of(this);
    const reconcile = new NodeFunction(this, 'reconcile', {
      path: 'command/reconcile',
      bundles,
      codeBucket: storage.assets.name,
      keyArn: storage.keyArn,
      memoryMb: 512,
      timeoutSeconds: 300,
      environment: {
        COMMANDS_TABLE: storage.commands.name,
        DATA_TABLE: storage.data.name,
        STATE_MACHINE_ARN: machine.liveArn,
        STUCK_AFTER_SECONDS: String(env.stuckAfterSeconds),
        OPEN_INDEX,
      },
      grants: [
        { Sid: 'OpenCommands', Action: ['dynamodb:Query'], Resource: [`${storage.commands.arn}/index/${OPEN_INDEX}`] },
        { Sid: 'Versions', Action: ['dynamodb:BatchGetItem'], Resource: [storage.commands.arn, storage.data.arn] },
        { Sid: 'Command', Action: ['dynamodb:UpdateItem'], Resource: [storage.commands.arn] },
        mayStart([machine.arn]),
        { Sid: 'Wake', Action: ['states:SendTaskSuccess'], Resource: [machine.arn] },
        {
          Sid: 'Execution',
          Action: ['states:DescribeExecution', 'states:RedriveExecution'],
          Resource: [this.executions()],
        },
      ],
    });
    reconcile.invokeAsynchronously(0, 60);
    new EventRule(this, 'reconcile-schedule', {
      name: 'command-reconcile',
      description: 'Looks at commands that are open for too long',
      when: { everyMinutes: env.reconcileMinutes },
      target: reconcile,
      retries: 0,
      maxAgeSeconds: 60,
    });
    return reconcile;
  }

  /** ARN pattern of the machine's executions: their names are made of what they settle. */
  private executions(): string {
    return EnvironmentStack.of(this).arn('states', `execution:${this.props.machine.name}:*`);
  }
}
