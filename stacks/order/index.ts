import type { Workflow } from '@blueprint/asl';
import { Construct } from 'constructs';
import { approvalFunctionArn, approvalTimeoutSeconds } from '../approval/task';
import { EnvironmentStack } from '../constructs/environment-stack';
import { StateMachine } from '../constructs/state-machine';
import { Topic } from '../constructs/topic';
import { WorkflowAlarms } from '../constructs/workflow-alarms';
import type { OwnStorage } from '../own-storage';
import { ownStored } from '../storage-outputs';
import type { WorkflowProps } from '../workflows';
import { NEWEST_INDEX, serveOrders } from './api';
import { orderBatch } from './batch-definition';
import { order, orderSeconds } from './definition';
import { OrderSettle } from './settle';
import { stateFunctions } from './state-functions';

/** An order of more than this, in the smallest unit of the currency, waits for a person. */
const APPROVAL_ABOVE = 100_000;

/** Orders, alone and in batches: from a request to a confirmation, or to an order of which nothing is left. */
export class OrderWorkflow extends Construct {
  /** Orders are records of the business: none expires. `payments` is the stand-in of a provider's own books. */
  static readonly storage: OwnStorage = {
    tables: {
      orders: { indexes: [{ name: NEWEST_INDEX, partition: 'pk', sort: 'acceptedAt' }] },
      inventory: {},
      payments: {},
    },
  };

  constructor(scope: Construct, props: WorkflowProps) {
    super(scope, 'order');
    const { env } = EnvironmentStack.of(this);
    const approvalSeconds = approvalTimeoutSeconds(env);
    const { keyArn } = props.storage;
    const table = ownStored(props.storage, 'orders').name;
    const topic = new Topic(this, 'topic', { name: 'orders', keyArn });
    const states = stateFunctions(this, props);
    const machine = this.createMachine(
      'order',
      props,
      order({
        functionArn: states.arn,
        approvalArn: approvalFunctionArn(this),
        approvalAbove: APPROVAL_ABOVE,
        approvalSeconds,
        table,
        topicArn: topic.arn,
      }),
    );
    const batch = this.createMachine(
      'order-batch',
      props,
      orderBatch({
        orderArn: machine.liveArn,
        orderSeconds: orderSeconds({ approvalSeconds }),
        table,
        topicArn: topic.arn,
      }),
    );
    const http = serveOrders(this, props, [machine, batch]);
    const { settle, failures } = new OrderSettle(this, 'settling', { ...props, machine, topic });
    if (env.alarms.enabled) {
      new WorkflowAlarms(this, 'alarms', {
        machines: [machine, batch],
        afterFailure:
          'What was done for an order is undone, unless it is confirmed: then a redrive sends what is left to be sent. ' +
          'Of a batch, the orders that it has not begun stay accepted: a redrive begins them.',
        failures: [failures],
        streamReaders: [],
        functions: [...states.all, http, settle],
      });
    }
  }

  private createMachine(name: string, { storage }: WorkflowProps, definition: Workflow): StateMachine {
    return new StateMachine(this, name, { name, definition, keyArn: storage.keyArn });
  }
}
