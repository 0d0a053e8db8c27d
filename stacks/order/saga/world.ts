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
import { sfn } from '@blueprint/lambdas/platform/sfn';
import type { TaskOutcome, TaskRequest } from '@blueprint/local';
import { TestEngine } from '@blueprint/local/stepfunctions/testing/engine';
import { Boundary } from './faults';
import { History } from './history';
import { APPROVAL_ARN, arnOf, DEFINITION, invokeHandler } from './machine';
import { type Placed, type Plan, STOCK } from './plan';

/** The engine with the machine: reading the definition takes longer than running it, so that all worlds have it in common. */
const engine = new TestEngine((request) => current.answer(request), 1, { supports: () => true });
const created = engine.create(JSON.parse(DEFINITION), 'order');
let current: World;
let worlds = 0;

/** The deployed machine and the real handlers, with everything that they call in memory, on a virtual clock. */
export class World {
  readonly db = new FakeDynamoDB().install();
  readonly topic = new FakeTopic().install();
  readonly history = new History(this.db);
  readonly boundary: Boundary;
  readonly orderIds: readonly string[];
  private readonly keys: readonly string[];
  private delivered = engine.statusChanges.length;

  constructor(readonly plan: Plan) {
    current = this;
    worlds += 1;
    this.keys = plan.orders.map((_, index) => `${worlds}.${index}`);
    this.orderIds = this.keys.map((key) => orderIdOf(TENANT, key));
    this.boundary = new Boundary(plan.faults, () => void this.stopAll());
    stockArticles(this.db, STOCK);
    this.putFaultsBetween();
  }

  /** Places the orders, and lets everything happen until nothing is left to happen. */
  async play(): Promise<void> {
    await created;
    await Promise.all(this.plan.orders.map((placed, index) => this.place(placed, this.keys[index] ?? '')));
    await engine.run();
    this.boundary.endOutage();
    if (this.plan.redrive === 'first') await this.redriveAll();
    await this.deliverNews();
    while (this.boundary.holds) {
      this.boundary.letAllGo();
      await engine.run();
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
    return Promise.all(this.orderIds.map(async (orderId) => (await engine.describe(arnOf(orderId))).status));
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
      if (times === 5) this.boundary.endOutage();
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
      engine.clock.setTimeout(() => {
        // Where nobody waits any more, there is nothing to decide.
        engine.handle(operation, { taskToken, ...result }).catch(() => undefined);
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
      await engine.handle('StopExecution', { executionArn: arnOf(orderId) }).catch(() => undefined);
    }
  }

  /** A person redrives what ended badly. */
  private async redriveAll(): Promise<void> {
    for (const orderId of this.orderIds) {
      const { status } = await engine.describe(arnOf(orderId));
      if (status !== 'RUNNING' && status !== 'SUCCEEDED') {
        await engine.handle('RedriveExecution', { executionArn: arnOf(orderId) });
      }
    }
    await engine.run();
  }

  /** EventBridge brings each event at least once; Lambda repeats a function that fails, and a person does so after that. */
  private async deliverNews(): Promise<void> {
    const changes = engine.statusChanges.slice(this.delivered);
    this.delivered = engine.statusChanges.length;
    for (const change of this.plan.redrive === 'never' ? changes : [...changes, ...changes]) {
      const event = { time: new Date(engine.clock.now()).toISOString(), detail: { ...change } };
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
      await engine.run();
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
      const answer = await engine.handle(operation, command.input);
      after(command);
      return answer;
    });
  }
}
