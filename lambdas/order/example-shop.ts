import { setTimeout as pause } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  SFNClient,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import type { ExampleRun } from '../platform/example';
import { executionName } from '../platform/start-workflow';
import type { PlacedOrder } from './accept';
import { articleKey } from './keys';
import { orderView } from './operations';

const LOOK_EVERY_MS = 150;
const PATIENCE_MS = 60_000;

const accepted = z.object({ orderId: z.string() });
const acceptedBatch = z.object({ execution: z.string(), orderIds: z.array(z.string()) });
const batchExecution = z.object({
  status: z.string(),
  output: z.optional(z.object({ orders: z.number(), counts: z.record(z.string(), z.number()) })),
});

type OrderView = z.infer<typeof orderView>;

/** A shop of its own tenant, as its customers and its operator see it from outside. */
export class ExampleShop {
  private readonly tables: DynamoDBDocumentClient;
  private readonly sfn: SFNClient;
  private requests = 0;

  constructor(
    private readonly run: ExampleRun,
    private readonly tenantCode: string,
  ) {
    this.tables = DynamoDBDocumentClient.from(new DynamoDBClient(run.aws));
    this.sfn = new SFNClient(run.aws);
  }

  async putArticle(sku: string, stock: number, unitPrice: number): Promise<void> {
    const Item = { ...articleKey(this.tenantCode, sku), stock, unitPrice };
    await this.tables.send(new PutCommand({ TableName: this.run.resourceName('inventory'), Item }));
  }

  async stockOf(sku: string): Promise<unknown> {
    const read = { TableName: this.run.resourceName('inventory'), Key: articleKey(this.tenantCode, sku) };
    return (await this.tables.send(new GetCommand({ ...read, ConsistentRead: true }))).Item?.stock;
  }

  /** Places an order twice under one key, as a caller does who got no answer: the order's id, which is the same. */
  async place(order: PlacedOrder): Promise<string> {
    const key = this.nextKey();
    const first = accepted.parse(await this.post('/orders', order, key));
    const again = accepted.parse(await this.post('/orders', order, key));
    if (first.orderId === again.orderId) return first.orderId;
    throw new Error(`One key made two orders: ${first.orderId} and ${again.orderId}.`);
  }

  /** Places orders together: the name of their execution, and their ids. */
  async placeBatch(orders: readonly PlacedOrder[]): Promise<z.infer<typeof acceptedBatch>> {
    return acceptedBatch.parse(await this.post('/order-batches', { orders }, this.nextKey()));
  }

  /** Waits until an order has ended. */
  ended(orderId: string): Promise<OrderView> {
    return this.until(`order ${orderId} has ended`, async () => {
      const order = orderView.parse(await this.get(`/orders/${orderId}`));
      return order.ended ? order : undefined;
    });
  }

  /** Waits until a batch has ended: how many of its orders ended how. */
  batchEnded(execution: string): Promise<Record<string, number>> {
    return this.until(`batch ${execution} has ended`, async () => {
      const { status, output } = batchExecution.parse(await this.get(`/executions/${execution}`));
      if (status !== 'RUNNING' && !output) throw new Error(`The batch ${execution} is ${status}.`);
      return output?.counts;
    });
  }

  /** Waits until the execution of an order is in a state. */
  async reaches(orderId: string, state: string): Promise<void> {
    const executionArn = this.executionArn(orderId);
    await this.until(`order ${orderId} is in ${state}`, async () => {
      const { status } = await this.sfn.send(new DescribeExecutionCommand({ executionArn }));
      const newest = new GetExecutionHistoryCommand({ executionArn, reverseOrder: true, maxResults: 20 });
      const { events = [] } = await this.sfn.send(newest);
      if (status !== 'RUNNING') throw new Error(`The execution of order ${orderId} is ${status}, and not in ${state}.`);
      return events.some(({ stateEnteredEventDetails }) => stateEnteredEventDetails?.name === state) || undefined;
    });
  }

  async stop(orderId: string): Promise<void> {
    await this.sfn.send(new StopExecutionCommand({ executionArn: this.executionArn(orderId), cause: 'example' }));
  }

  private executionArn(orderId: string): string {
    const name = executionName('order', this.tenantCode, orderId);
    return this.run.arn('states', `execution:${this.run.resourceName('order')}:${name}`);
  }

  private nextKey(): string {
    this.requests += 1;
    return `example-${this.requests}`;
  }

  private async post(path: string, body: unknown, idempotencyKey: string): Promise<unknown> {
    const { tenantCode } = this;
    const answer = await this.run.api({ method: 'POST', path, tenantCode, idempotencyKey, body });
    if (answer.status === 202) return answer.body;
    throw new Error(`POST ${path} was answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  }

  private async get(path: string): Promise<unknown> {
    const answer = await this.run.api({ method: 'GET', path, tenantCode: this.tenantCode });
    if (answer.status === 200) return answer.body;
    throw new Error(`GET ${path} was answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  }

  private async until<T>(what: string, look: () => Promise<T | undefined>): Promise<T> {
    const deadline = Date.now() + PATIENCE_MS;
    while (Date.now() < deadline) {
      const found = await look();
      if (found !== undefined) return found;
      await pause(LOOK_EVERY_MS, undefined, { signal: this.run.signal });
    }
    throw new Error(
      `Waited ${PATIENCE_MS / 1000} s until ${what}. Look at its execution and at the order functions' logs.`,
    );
  }
}
