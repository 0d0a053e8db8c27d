import '@blueprint/lambdas/order/fakes/environment';
import { FakeDynamoDB } from '@blueprint/lambdas/fakes/dynamodb';
import { dynamodbTasks } from '@blueprint/lambdas/fakes/dynamodb-tasks';
import { httpEvent } from '@blueprint/lambdas/fakes/http';
import { stockArticles, TENANT } from '@blueprint/lambdas/order/fakes/orders';
import { FakeTopic, type Sent } from '@blueprint/lambdas/order/fakes/topic';
import { handler as http } from '@blueprint/lambdas/order/http';
import { orderIdOf } from '@blueprint/lambdas/order/keys';
import { createOrder } from '@blueprint/lambdas/order/operations';
import { handler as settle } from '@blueprint/lambdas/order/settle';
import { LIVE } from '@blueprint/lambdas/platform/live';
import { sfn } from '@blueprint/lambdas/platform/sfn';
import type { TaskOutcome, TaskRequest } from '@blueprint/local';
import { TestEngine } from '@blueprint/local/stepfunctions/testing/engine';
import { Boundary } from './faults';
import { History } from './history';
import { APPROVAL_ARN, arnOf, DEFINITION, invokeHandler, REGION } from './machine';
import { type Placed, type Plan, STOCK } from './plan';

/** An engine with the machine. To read the definition takes longer than to run it, so that worlds may have one in common. */
export class Deployment {
  readonly engine = new TestEngine((request) => this.answer(request), 1, { supports: () => true, region: REGION });
  readonly created = this.deploy();
  /** The world that lives now: the others have come to rest. */
  private world: World | undefined;
  private worlds = 0;

  /** @returns a number that no other world of the engine has */
  inhabit(world: World): number {
    this.world = world;
    return ++this.worlds;
  }

  private async deploy(): Promise<void> {
    const { stateMachineVersionArn } = await this.engine.handle('CreateStateMachine', {
      name: 'order',
      definition: DEFINITION,
      roleArn: 'arn:aws:iam::000000000000:role/order',
      publish: true,
    });
    const routingConfiguration = [{ stateMachineVersionArn, weight: 100 }];
    await this.engine.handle('CreateStateMachineAlias', { name: LIVE, routingConfiguration });
  }

  private async answer(request: TaskRequest): Promise<TaskOutcome> {
    if (this.world) return this.world.answer(request);
    throw new Error('Nobody is there to be asked.');
  }
}

/** The deployed machine and the real handlers, with everything that they call in memory, on a virtual clock. */
export class World {
  readonly db = new FakeDynamoDB().install();
  readonly topic = new FakeTopic().install();
  readonly history = new History(this.db);
  readonly boundary: Boundary;
  readonly orderIds: readonly string[];
  private readonly keys: readonly string[];
  private readonly engine: TestEngine;
  private delivered: number;

  constructor(
    readonly plan: Plan,
    private readonly deployment: Deployment,
  ) {
    this.engine = deployment.engine;
    this.delivered = this.engine.statusChanges.length;
    const number = deployment.inhabit(this);
    this.keys = plan.orders.map((_, index) => `${number}.${index}`);
    this.orderIds = this.keys.map((key) => orderIdOf(TENANT, key));
    this.boundary = new Boundary(plan.faults, () => void this.stopAll());
    stockArticles(this.db, STOCK);
    this.putFaultsBetween();
  }

  /** Places the orders, and lets everything happen until nothing is left to happen. */
  async play(): Promise<void> {
    await this.deployment.created;
    await Promise.all(this.plan.orders.map((placed, index) => this.place(placed, this.keys[index] ?? '')));
    await this.engine.run();
    this.boundary.endOutage();
    if (this.plan.redrive === 'first') await this.redriveAll();
    await this.deliverNews();
    while (this.boundary.holds) {
      this.boundary.letAllGo();
      await this.engine.run();
      await this.deliverNews();
    }
    // Twice: a redrive may meet a fault of its own.
    for (let times = 0; times < (this.plan.redrive === 'never' ? 0 : 2); times++) {
      await this.redriveAll();
      await this.deliverNews();
    }
  }

  /** The executions' statuses. */
  statuses(): Promise<string[]> {
    return Promise.all(this.orderIds.map(async (orderId) => (await this.engine.describe(arnOf(orderId))).status));
  }

  /** Repeats the request until it is answered, as a caller does. */
  private async place({ sku, quantity, token }: Placed, key: string): Promise<void> {
    const request = httpEvent(createOrder, {
      idempotencyKey: key,
      body: { items: [{ sku, quantity }], paymentToken: token },
    });
    for (let times = 0; times < 100; times++) {
      const answer = await this.boundary.invoke(() => http(request)).catch(() => ({ statusCode: 500 }));
      if (answer.statusCode === 202) return;
      if (times > 3) this.boundary.endOutage();
    }
    throw new Error('the request was never answered');
  }

  /** What a Task comes to. */
  async answer(request: TaskRequest): Promise<TaskOutcome> {
    try {
      const output = await this.boundary.invoke(() => this.perform(request));
      return { output: JSON.parse(JSON.stringify(output)) };
    } catch (error) {
      const { name, message } = error as Error;
      return { error: name, cause: JSON.stringify({ errorType: name, errorMessage: message }) };
    }
  }

  private async perform(request: TaskRequest): Promise<unknown> {
    const { resource, arguments: given } = request;
    if (resource === 'dynamodb:updateItem') return dynamodbTasks[resource](given as never); // as the definition writes them
    if (resource === 'sns:publish') return this.topic.publish(given as unknown as Sent);
    const { FunctionName, Payload } = given as unknown as { FunctionName: string; Payload: unknown };
    if (FunctionName === APPROVAL_ARN) return this.decide(request);
    return { StatusCode: 200, Payload: await invokeHandler(FunctionName, Payload) };
  }

  /** Asks a person, who answers a minute later, or not at all. */
  private async decide({ taskToken, arguments: given }: TaskRequest): Promise<object> {
    const call = await this.boundary.before('ask a person');
    const { subject } = (given as unknown as { Payload: { input: { subject: string } } }).Payload.input;
    const placed = this.plan.orders[this.orderIds.findIndex((orderId) => subject.endsWith(orderId))];
    const later = (operation: string, result: object) =>
      this.engine.clock.setTimeout(() => {
        // Where nobody waits any more, there is nothing to decide.
        this.engine.handle(operation, { taskToken, ...result }).catch(() => undefined);
      }, 60_000);
    if (placed?.decision === 'approve') {
      later('SendTaskSuccess', { output: JSON.stringify({ approved: true, by: 'boss', at: 'then' }) });
    }
    if (placed?.decision === 'reject') later('SendTaskFailure', { error: 'ApprovalRejected', cause: '{"by":"boss"}' });
    if (placed?.decision === 'expire') later('SendTaskFailure', { error: 'ApprovalExpired' });
    this.boundary.after(call);
    return {};
  }

  private async stopAll(): Promise<void> {
    for (const orderId of this.orderIds) {
      await this.engine.handle('StopExecution', { executionArn: arnOf(orderId) }).catch(() => undefined);
    }
  }

  /** A person redrives what ended badly. */
  private async redriveAll(): Promise<void> {
    for (const orderId of this.orderIds) {
      const { status } = await this.engine.describe(arnOf(orderId));
      if (status !== 'RUNNING' && status !== 'SUCCEEDED') {
        await this.engine.handle('RedriveExecution', { executionArn: arnOf(orderId) });
      }
    }
    await this.engine.run();
  }

  /** EventBridge brings each event at least once; Lambda repeats a function that fails, and a person does so after that. */
  private async deliverNews(): Promise<void> {
    const changes = this.engine.statusChanges.slice(this.delivered);
    this.delivered = this.engine.statusChanges.length;
    for (const change of this.plan.redrive === 'never' ? changes : [...changes, ...changes]) {
      const event = { time: new Date(this.engine.clock.now()).toISOString(), detail: { ...change } };
      for (let times = 1; ; times++) {
        const done = await this.boundary
          .invoke(() => settle(event))
          .then(
            () => true,
            () => false,
          );
        if (done) break;
        if (times > 3) this.boundary.endOutage();
        if (times === 10) throw new Error('an event was never handled');
      }
      await this.engine.run();
    }
  }

  private putFaultsBetween(): void {
    const numbers = new Map<object, number>();
    const before = async (call: object, what: string) => void numbers.set(call, await this.boundary.before(what));
    const after = (call: object) => {
      this.history.look();
      this.boundary.after(numbers.get(call) ?? -1);
    };
    this.db.before = (call) => before(call, call.operation);
    this.db.after = after;
    this.topic.before = (sent) => before(sent, 'Publish');
    this.topic.after = after;
    Reflect.set(sfn, 'send', async (command: { constructor: { name: string }; input: object }) => {
      const operation = command.constructor.name.replace('Command', '');
      await before(command, operation);
      const answer = await this.engine.handle(operation, command.input);
      after(command);
      return answer;
    });
  }
}
