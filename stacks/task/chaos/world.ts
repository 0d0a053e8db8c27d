import type { StatusChangeEvent } from '@blueprint/local/stepfunctions';
import type { RowChange } from '@blueprint/test/chaos/aws/dynamodb';
import { text } from '@blueprint/test/chaos/aws/item';
import type { Message } from '@blueprint/test/chaos/aws/services';
import { tableName } from '@blueprint/test/chaos/aws/tables';
import type { Deployment } from '@blueprint/test/chaos/deployment';
import { seeded } from '@blueprint/test/chaos/random';
import type { Plan } from '@blueprint/test/chaos/shrink';
import { AwsWorld } from '@blueprint/test/chaos/world/aws-world';
import type { TableStream } from '@blueprint/test/chaos/world/stream';
import { queues, stateMachineArn } from './deployment';
import { Publishers } from './publishers';
import { type Act, tenantCode } from './schedule';
import { TaskRows } from './task-rows';
import { WorkQueue } from './work-queue';

/** Everything that a schedule of tasks runs in: the deployed machine and functions, AWS around them, and people. */
export class TaskWorld extends AwsWorld {
  readonly rows = new TaskRows();
  readonly notifications: Message[] = [];
  readonly rejected: Message[] = [];
  readonly stream: TableStream;
  readonly actions: WorkQueue;
  private readonly publishers: Publishers;
  private byHand = 0;

  constructor(deployment: Deployment, schedule: Plan) {
    super(deployment, schedule, { stateMachineArn, settle: 'task/settle' });
    const now = () => this.clock.now();
    const background = (work: Promise<unknown>) => this.background(work);
    this.stream = this.map('stream', {
      table: 'tasks',
      target: 'task/trigger',
      passes: ({ after }) => text(after, 'sk')?.startsWith('TASK#') ?? false,
    });
    const random = seeded(schedule.seed, 'queue');
    this.actions = new WorkQueue(this.clock, random, this.faults, this.lambda, background, 'task/start');
    this.publishers = new Publishers(this.library, this.dynamodb, this.rows, now, background);
  }

  /** Creates the machine, and the order that prices are checked against. */
  override async deploy(): Promise<void> {
    await super.deploy();
    const attributes = { M: { total: { N: '100' } } };
    const Item = { pk: { S: `TENANT#${tenantCode}` }, sk: { S: 'ORDER#1' }, attributes };
    await this.dynamodb.handle('PutItem', { TableName: tableName('data'), Item }, 'by hand');
  }

  async do(act: Act): Promise<void> {
    this.note(`--- ${JSON.stringify(act)}`);
    switch (act.do) {
      case 'publish':
        return this.publishers.publish(act);
      case 'insert-malformed':
        return this.publishers.insertMalformed();
      case 'stop':
        return this.act(act.nth, ['RUNNING'], ({ executionArn }) =>
          this.engine.handle('StopExecution', { executionArn, error: 'Stopped' }),
        );
      case 'redrive':
        return this.redrive(act.nth);
      case 'start-again':
        return this.act(act.nth, undefined, ({ input }) =>
          this.engine.handle('StartExecution', { stateMachineArn, name: `by-hand-${this.byHand++}`, input }),
        );
    }
  }

  redrive(nth: number): Promise<void> {
    return this.act(nth, ['FAILED', 'TIMED_OUT', 'ABORTED'], ({ executionArn }) =>
      this.engine.handle('RedriveExecution', { executionArn }),
    );
  }

  get subjects(): number {
    return this.rows.all().length;
  }

  /** The executions that `task/start` started. */
  own(): StatusChangeEvent[] {
    return [...this.executions.values()].filter(({ name }) => !name.startsWith('by-hand'));
  }

  private async act(
    nth: number,
    statuses: readonly string[] | undefined,
    call: (execution: StatusChangeEvent) => Promise<unknown>,
  ): Promise<void> {
    const all = [...this.executions.values()].filter(({ status }) => statuses?.includes(status) ?? true);
    const chosen = all[nth % Math.max(1, all.length)];
    if (chosen) await call(chosen);
  }

  protected override onMessage(message: Message): void {
    if (message.QueueUrl === queues.actions) this.actions.send(message.MessageBody);
    else if (message.QueueUrl === queues.notifications) this.notifications.push(message);
    else this.rejected.push(message);
  }

  protected override observe(change: RowChange): void {
    if (change.table === 'tasks') this.rows.onChange(change);
  }
}
