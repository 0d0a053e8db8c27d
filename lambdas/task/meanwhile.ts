import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { ExampleRun } from '../platform/example';
import type { Meanwhile, Work } from '../platform/meanwhile';
import { TaskPublisher } from './publisher';
import { TaskReader, type TaskView } from './reader';

const TENANT = 'deployment';
const ITEMS = 20;
const BETWEEN_MS = 1_000;
const LOOK_MS = 250;
const PATIENCE_MS = 60_000;

/** Tasks that are published while another release is deployed. */
class Tasks implements Work {
  private readonly publisher: TaskPublisher;
  private readonly reader: TaskReader;
  private readonly taskIds: string[] = [];

  constructor(private readonly run: ExampleRun) {
    const client = DynamoDBDocumentClient.from(new DynamoDBClient(run.aws), {
      marshallOptions: { removeUndefinedValues: true },
    });
    const table = run.resourceName('tasks');
    this.publisher = new TaskPublisher(client, { table, retentionDays: run.environment.retention.jobsDays });
    this.reader = new TaskReader(client, table);
  }

  /** Publishes one after the other until `signal` aborts. @returns how many */
  async publishOn(signal: AbortSignal): Promise<number> {
    const items = Array.from({ length: ITEMS }, (_, index) => ({
      ...{ iata: `A${index}`, name: `Airport ${index}`, city: 'Albany', state: 'NY', country: 'US' },
    }));
    while (!signal.aborted) {
      const context = { userId: 'test:deploy', tenantCode: TENANT, requestId: `task-${this.taskIds.length}` };
      const { taskId } = await this.publisher.publish({
        taskType: 'address-label',
        tenantCode: TENANT,
        items,
        context,
      });
      this.taskIds.push(taskId);
      await pause(BETWEEN_MS);
    }
    return this.taskIds.length;
  }

  /** Waits until all have ended. @throws Error for one that did not finish with every item */
  async finished(): Promise<void> {
    for (const taskId of this.taskIds) {
      const { status, counts } = await this.ended(taskId);
      assert.equal(status, 'finished', `task ${taskId} is ${status}`);
      assert.equal(counts.succeeded, ITEMS, `task ${taskId} has ${counts.succeeded} items that succeeded`);
    }
  }

  private async ended(taskId: string): Promise<TaskView> {
    for (const until = Date.now() + PATIENCE_MS; Date.now() < until; ) {
      const view = await this.reader.get({ tenantCode: TENANT, taskId });
      if (view?.endedAt !== undefined) return view;
      await pause(LOOK_MS, undefined, { signal: this.run.signal });
    }
    throw new Error(`Task ${taskId} has not ended after ${PATIENCE_MS / 1000} s.`);
  }
}

export const meanwhile: Meanwhile = (run) => new Tasks(run);
