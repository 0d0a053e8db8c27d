import { type StatusChangeEvent, StepFunctions } from '@blueprint/local/stepfunctions';
import { DynamoDb, type RowChange } from '../aws/dynamodb';
import { text } from '../aws/item';
import { type Message, Services } from '../aws/services';
import { tableNames } from '../aws/tables';
import { seeded } from '../random';
import type { Outside } from '../sandbox/invocation';
import { Boundary } from '../world/boundary';
import { EventBus } from '../world/event-bus';
import { Faults } from '../world/faults';
import { LambdaService } from '../world/lambda-service';
import { Library } from '../world/library';
import { Simulation } from '../world/simulation';
import { TableStream } from '../world/stream';
import { type Deployment, queues, stateMachineArn } from './deployment';
import { Publishers } from './publishers';
import { type Act, type Schedule, tenantCode } from './schedule';
import { TaskRows } from './task-rows';
import { WorkQueue } from './work-queue';

/** How far an eventually consistent read may lag, in ms. */
const staleness = 1500;

/** Everything that a schedule of tasks runs in: the deployed machine and functions, AWS around them, and people. */
export class TaskWorld extends Simulation {
  readonly rows = new TaskRows();
  readonly executions = new Map<string, StatusChangeEvent>();
  readonly notifications: Message[] = [];
  readonly rejected: Message[] = [];
  readonly faults: Faults;
  readonly dynamodb: DynamoDb;
  readonly engine: StepFunctions;
  readonly boundary: Boundary;
  readonly lambda: LambdaService;
  readonly stream: TableStream;
  readonly actions: WorkQueue;
  readonly events: EventBus;
  private readonly publishers: Publishers;
  private byHand = 0;

  constructor(
    private readonly deployment: Deployment,
    schedule: Schedule,
  ) {
    super();
    const { seed, faults } = schedule;
    const note = (line: string) => this.note(line);
    const now = () => this.clock.now();
    const background = (work: Promise<unknown>) => this.background(work);
    for (const fleet of [...deployment.functions.values(), deployment.people]) fleet.reset();
    this.faults = new Faults(faults);
    this.dynamodb = new DynamoDb(now, seeded(seed, 'dynamodb'), staleness, (change) => this.onChange(change));
    const outside: Outside = {
      clock: this.clock,
      print: () => undefined,
      send: (from, request, answer) => this.boundary.send(from, request, answer),
    };
    const random = (purpose: string) => seeded(seed, purpose);
    this.lambda = new LambdaService(this.clock, seed, deployment.functions, this.faults, outside, note);
    this.engine = new StepFunctions({
      region: 'ap-northeast-1',
      accountId: '000000000000',
      clock: this.clock,
      random: random('engine'),
      integrations: this.lambda,
      onStatusChange: (event) => this.onStatusChange(event),
    });
    const services = new Services(this.dynamodb, this.engine, (message) => this.onMessage(message));
    this.boundary = new Boundary(this.clock, services, this.faults, note, background);
    this.stream = new TableStream(this.clock, random('stream'), this.faults, this.lambda, background, {
      table: 'tasks',
      target: 'task/trigger',
      passes: ({ after }) => text(after, 'sk')?.startsWith('TASK#') ?? false,
    });
    this.actions = new WorkQueue(this.clock, random('queue'), this.faults, this.lambda, background, 'task/start');
    this.events = new EventBus(this.clock, random('events'), this.faults, this.lambda, background, 'task/settle');
    const library = new Library(deployment.people, seed, outside, note);
    this.publishers = new Publishers(library, this.dynamodb, this.rows, now, background);
  }

  /** Creates the machine, as a deployment does, and the order that prices are checked against. */
  async deploy(): Promise<void> {
    await this.engine.handle('CreateStateMachine', {
      name: stateMachineArn.split(':').at(-1),
      definition: this.deployment.asl,
      roleArn: 'arn:aws:iam::000000000000:role/local-blueprint-task-handler',
      type: 'STANDARD',
    });
    const attributes = { M: { total: { N: '100' } } };
    const Item = { pk: { S: `TENANT#${tenantCode}` }, sk: { S: 'ORDER#1' }, attributes };
    await this.dynamodb.handle('PutItem', { TableName: tableNames.data, Item }, 'by hand');
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

  private onMessage(message: Message): void {
    if (message.QueueUrl === queues.actions) this.actions.send(message.MessageBody);
    else if (message.QueueUrl === queues.notifications) this.notifications.push(message);
    else this.rejected.push(message);
  }

  private onStatusChange(event: StatusChangeEvent): void {
    this.note(`execution ${event.name} ${event.status} ${event.error ?? ''} ${event.cause ?? ''}`.slice(0, 300));
    this.executions.set(event.executionArn, event);
    this.events.publish(event);
  }

  private onChange(change: RowChange): void {
    try {
      if (change.table === 'tasks') this.rows.onChange(change);
    } catch (error) {
      this.fail(error);
    }
    this.stream.onChange(change);
  }
}
