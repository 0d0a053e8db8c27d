import { createHash } from 'node:crypto';
import type { DynamoDb } from '@blueprint/test/chaos/aws/dynamodb';
import { type Item, text } from '@blueprint/test/chaos/aws/item';
import { tableName } from '@blueprint/test/chaos/aws/tables';
import { must } from '@blueprint/test/chaos/invariants/violation';
import type { Background } from '@blueprint/test/chaos/world/background';
import type { Library } from '@blueprint/test/chaos/world/library';
import { type Act, type ItemKind, type TaskPlan, tenantCode } from './schedule';
import type { TaskRows } from './task-rows';

/** Seconds that a brief task may take: one retry of a state takes as long. */
const briefSeconds = 2;

/** Those who publish tasks: once, twice at once, again after they got no answer, under a name that is taken, and by hand. */
export class Publishers {
  private count = 0;

  constructor(
    private readonly library: Library,
    private readonly dynamodb: DynamoDb,
    private readonly rows: TaskRows,
    private readonly now: () => number,
    private readonly background: Background,
  ) {}

  async publish({ task, taskType, items, how }: Act & { do: 'publish' }): Promise<void> {
    const plan = { taskId: `task-${task}`, taskType, items };
    if (how === 'brief') return this.insertBrief({ ...plan, taskId: `brief-${this.count++}` });
    this.background(this.attempt(plan));
    if (how === 'repeated') this.background(this.attempt(plan));
    if (how === 'other-content') this.background(this.attempt({ ...plan, items: [...items, 'good'] }));
  }

  /** A row that no publisher of ours wrote. */
  async insertMalformed(): Promise<void> {
    await this.insert({ pk: { S: `TENANT#${tenantCode}` }, sk: { S: `TASK#malformed ${this.count++}` } });
  }

  /** A task whose type gave it little time, as an earlier version of this project may have said. */
  private async insertBrief({ taskId, taskType, items }: TaskPlan): Promise<void> {
    const pk = { S: `TENANT#${tenantCode}#TASK#${taskId}` };
    const none = { N: '0' };
    await this.insert({
      pk,
      sk: { S: 'PROGRESS' },
      digest: { S: taskId },
      succeeded: none,
      failed: none,
      timedOut: none,
    });
    for (const [index, kind] of items.entries()) {
      const content = { M: attributesOf(contentOf(taskType, kind, index)) };
      await this.insert({ pk, sk: { S: `ITEM#${String(index + 1).padStart(5, '0')}` }, content });
    }
    const now = { S: new Date(Math.floor(this.now())).toISOString() };
    const context: Item = { userId: { S: 'user' }, tenantCode: { S: tenantCode }, requestId: { S: 'request' } };
    await this.insert({
      pk: { S: `TENANT#${tenantCode}` },
      sk: { S: `TASK#${taskId}` },
      taskId: { S: taskId },
      tenantCode: { S: tenantCode },
      taskType: { S: taskType },
      itemCount: { N: String(items.length) },
      timeoutSeconds: { N: String(briefSeconds) },
      requestId: { S: 'request' },
      context: { M: context },
      status: { S: 'created' },
      createdAt: now,
      changedAt: now,
    });
  }

  private async insert(item: Item): Promise<void> {
    await this.dynamodb.handle('PutItem', { TableName: tableName('tasks'), Item: item }, 'by hand');
  }

  /** An answer is a promise: the task is there, with this content; or another content has its name. */
  private async attempt({ taskId, taskType, items }: TaskPlan): Promise<void> {
    const contents = items.map((kind, index) => contentOf(taskType, kind, index));
    const context = { userId: 'user', tenantCode, requestId: `request-${this.count++}` };
    const outcome = await this.library.call('publish', { taskId, taskType, tenantCode, items: contents, context });
    if (outcome === 'killed') return;
    const stored = this.rows.all().find((task) => task.taskId === taskId);
    const isOurs = text(stored?.progress, 'digest') === digestOf(taskType, contents);
    if ('returned' in outcome) {
      must(stored?.row !== undefined && isOurs, () => `${taskId} was promised, and is not there with this content`);
      return;
    }
    const { name } = outcome.thrown as Error;
    if (name === 'TaskConflict') must(!isOurs, () => `${taskId} was refused though its content is the same`);
  }
}

function contentOf(taskType: TaskPlan['taskType'], kind: ItemKind, index: number) {
  if (taskType === 'price-check') return { order: 'ORDER#1', billed: kind === 'good' ? 100 : 200 };
  return {
    iata: `A${index}`,
    name: `Airport ${index}`,
    city: kind === 'good' ? 'Tokyo' : '',
    state: '',
    country: 'JP',
  };
}

function attributesOf(content: ReturnType<typeof contentOf>): Item {
  return Object.fromEntries(
    Object.entries(content).map(([name, value]) => [
      name,
      typeof value === 'number' ? { N: String(value) } : { S: value },
    ]),
  );
}

/** As the publisher hashes what passed the schemas, whose fields stand in the order in which they are written above. */
function digestOf(taskType: string, contents: readonly object[]): string {
  const hash = createHash('sha256').update(taskType);
  for (const content of contents) hash.update(`\0${JSON.stringify(content)}`);
  return hash.digest('base64url');
}
