import { Construct } from 'constructs';
import { settleWhatEndedBadly } from '../constructs/ended-badly';
import { EnvironmentStack } from '../constructs/environment-stack';
import { eventRuleArn } from '../constructs/event-rule';
import { NodeFunction } from '../constructs/node-function';
import { Queue } from '../constructs/queue';
import type { StateMachine } from '../constructs/state-machine';
import type { Topic } from '../constructs/topic';
import type { WorkflowProps } from '../workflows';
import { undoing } from './state-functions';

const ENDED_BADLY = 'order-execution-ended-badly';

export interface SettleProps extends WorkflowProps {
  /** The machine `order`. */
  readonly machine: StateMachine;
  readonly topic: Topic;
}

/** Ends the orders whose executions failed, timed out or were stopped: no Catch sees the last two. */
export class OrderSettle extends Construct {
  readonly settle: NodeFunction;
  /** Something lies in it only when a person should look. */
  readonly failures: Queue;

  constructor(scope: Construct, id: string, { storage, bundles, machine, topic }: SettleProps) {
    super(scope, id);
    const stack = EnvironmentStack.of(this);
    const { environment, grants } = undoing(storage);
    this.settle = new NodeFunction(this, 'settle', {
      path: 'order/settle',
      bundles,
      codeBucket: storage.assets.name,
      keyArn: storage.keyArn,
      environment: { ...environment, TOPIC_ARN: topic.arn },
      grants: [
        ...grants,
        topic.publishing('Announce'),
        {
          Sid: 'Execution',
          Action: ['states:DescribeExecution'],
          Resource: [stack.arn('states', `execution:${machine.name}:*`)],
        },
      ],
    });
    this.failures = new Queue(this, 'order-settle-failures', {
      name: 'order-settle-failures',
      deadLettersOf: eventRuleArn(this, ENDED_BADLY),
      keyArn: storage.keyArn,
    });
    settleWhatEndedBadly(this, {
      name: ENDED_BADLY,
      description: 'An order execution failed, timed out or was aborted',
      machines: [machine],
      settle: this.settle,
      failures: this.failures,
    });
  }
}
