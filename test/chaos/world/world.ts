import { type StatusChangeEvent, StepFunctions } from '@blueprint/local/stepfunctions';
import { DynamoDb, type RowChange } from '../aws/dynamodb';
import { number, text } from '../aws/item';
import { Services } from '../aws/services';
import { tableNames } from '../aws/tables';
import { type Deployment, stateMachineArn } from '../deployment';
import { openCommands } from '../invariants/at-rest';
import { type Command, CommandRows } from '../invariants/command-rows';
import { TargetRows } from '../invariants/target-rows';
import { targetsShow } from '../invariants/targets-show';
import { seeded } from '../random';
import type { Outside } from '../sandbox/invocation';
import type { Plan } from '../shrink';
import { Boundary } from './boundary';
import { EventBus } from './event-bus';
import { Faults } from './faults';
import { LambdaService } from './lambda-service';
import { Library } from './library';
import { Metrics } from './metrics';
import { Operators } from './operators';
import { Publishers } from './publishers';
import { type Act, type Entity, entities } from './schedule';
import { Simulation } from './simulation';
import { type StreamMapping, TableStream } from './stream';

const day = 24 * 60 * 60 * 1000;
/** How far an eventually consistent read may lag, in ms. */
const staleness = 1500;

/** Everything that a schedule runs in: the deployed machine and functions, AWS around them, and people. */
export class World extends Simulation {
  readonly commands = new CommandRows();
  readonly targets = new TargetRows(this.commands);
  readonly executions = new Map<string, StatusChangeEvent>();
  readonly metrics = new Metrics();
  readonly faults: Faults;
  readonly dynamodb: DynamoDb;
  readonly engine: StepFunctions;
  readonly services: Services;
  readonly boundary: Boundary;
  readonly lambda: LambdaService;
  readonly stream: TableStream;
  private readonly streams: TableStream[] = [];
  readonly events: EventBus;
  readonly operators: Operators;
  private readonly publishers: Publishers;
  private sweepAfter = 0;

  constructor(
    private readonly deployment: Deployment,
    readonly schedule: Plan,
  ) {
    super();
    const { seed, faults } = schedule;
    const note = (line: string) => this.note(line);
    const now = () => this.clock.now();
    const background = (work: Promise<unknown>) => this.background(work);
    for (const fleet of [...deployment.functions.values(), deployment.people]) fleet.reset();
    this.faults = new Faults(faults);
    this.dynamodb = new DynamoDb(now, seeded(seed, 'dynamodb'), staleness, (change) => this.onChange(change));
    this.commands.onSettled = (command) => targetsShow(this.dynamodb, command);
    const outside: Outside = {
      clock: this.clock,
      print: (line) => this.metrics.read(line),
      send: (from, request, answer) => this.boundary.send(from, request, answer),
    };
    this.lambda = new LambdaService(this.clock, seed, deployment.functions, this.faults, outside, note);
    this.engine = new StepFunctions({
      region: 'ap-northeast-1',
      accountId: '000000000000',
      clock: this.clock,
      random: seeded(seed, 'engine'),
      integrations: this.lambda,
      onStatusChange: (event) => this.onStatusChange(event),
    });
    this.services = new Services(this.dynamodb, this.engine);
    this.boundary = new Boundary(this.clock, this.services, this.faults, note, background);
    this.stream = this.map('stream', {
      table: 'commands',
      target: 'command/trigger',
      passes: ({ before, after }) => before === undefined && after?.settledAt === undefined,
    });
    this.events = new EventBus(
      this.clock,
      seeded(seed, 'events'),
      this.faults,
      this.lambda,
      background,
      'command/settle',
    );
    const library = new Library(deployment.people, seed, outside, note);
    this.operators = new Operators(this.engine, stateMachineArn, library, this.commands, this.executions);
    this.publishers = new Publishers(
      seeded(seed, 'publishers'),
      now,
      library,
      this.dynamodb,
      this.commands,
      background,
    );
  }

  /** Creates the machine, as a deployment does. */
  async deploy(): Promise<void> {
    await this.engine.handle('CreateStateMachine', {
      name: stateMachineArn.split(':').at(-1),
      definition: this.deployment.asl,
      roleArn: 'arn:aws:iam::000000000000:role/local-blueprint-command-handler',
      type: 'STANDARD',
    });
  }

  async do(act: Act): Promise<void> {
    const { operators, publishers } = this;
    this.note(`--- ${JSON.stringify(act)}`);
    switch (act.do) {
      case 'publish':
        return publishers.publish(this.entity(act.entity), act);
      case 'publish-invalid':
        return publishers.insertInvalid(this.entity(act.entity), act.what);
      case 'insert-malformed':
        return publishers.insertMalformed();
      case 'stop':
        return operators.stop(act.nth);
      case 'start-again':
        return operators.startAgain(act.nth);
      case 'start-rogue':
        return operators.startRogue(act.nth);
      case 'redrive':
      case 'skip': {
        const chosen = this.toRepair(act.nth);
        for (let times = act.how === 'racing' ? 2 : 1; chosen && times > 0; times--) {
          this.background(operators[act.do](chosen));
        }
        return;
      }
      case 'reconcile':
        return this.background(this.reconcile());
      case 'poison':
        this.boundary.poisoned.add(`${tableNames[act.table]} ${this.poisonedKey(act)}`);
        return;
      case 'repair':
        return this.boundary.poisoned.clear();
      case 'leap':
        return this.run(this.clock.now() + act.days * day);
    }
  }

  /** One run of the scheduled reconciler. */
  reconcile() {
    return this.lambda.invoke('command/reconcile', {
      'detail-type': 'Scheduled Event',
      source: 'aws.events',
      detail: {},
    });
  }

  /** Removes what has expired, as TTL does some time after it may. */
  protected override async beforeNext(): Promise<void> {
    if (this.clock.now() < this.sweepAfter) return;
    this.sweepAfter = this.clock.now() + 10_000;
    for (const role of ['commands', 'listing'] as const) {
      for (const item of this.dynamodb.all(role)) {
        const ttl = number(item, 'ttl');
        if (ttl === undefined || ttl * 1000 > this.clock.now() || !item.pk || !item.sk) continue;
        const request = { TableName: tableNames[role], Key: { pk: item.pk, sk: item.sk } };
        await this.dynamodb.handle('DeleteItem', request, 'ttl');
      }
    }
  }

  /** Has a function read a stream; each does so with chance of its own. */
  protected map(chance: string, mapping: StreamMapping): TableStream {
    const random = seeded(this.schedule.seed, chance);
    const background = (work: Promise<unknown>) => this.background(work);
    const stream = new TableStream(this.clock, random, this.faults, this.lambda, background, mapping);
    this.streams.push(stream);
    return stream;
  }

  get subjects(): number {
    return this.commands.all().length;
  }

  /** Those that acts speak of by their index come first. */
  entities(): readonly Entity[] {
    return entities;
  }

  private entity(index: number) {
    const entity = this.entities()[index];
    if (!entity) throw new Error(`There is no entity ${index}.`);
    return entity;
  }

  /** Mostly what has failed; people also meddle with what has not. */
  private toRepair(nth: number): Command | undefined {
    const failed = this.operators.failed();
    const candidates = failed.length > 0 && nth % 3 > 0 ? failed : openCommands(this);
    return candidates[nth % Math.max(1, candidates.length)];
  }

  /** History's rows are keyed by the version too: the newest one is where the next copy goes. */
  private poisonedKey({ entity, table }: Act & { do: 'poison' }): string {
    const { pk, sk } = this.entity(entity);
    const version = Math.max(1, this.commands.of(pk, sk).length - 1);
    return table === 'history' ? `${sk}@${String(version).padStart(10, '0')}` : sk;
  }

  private onStatusChange(event: StatusChangeEvent): void {
    this.note(`execution ${event.name} ${event.status} ${event.error ?? ''} ${event.cause ?? ''}`.slice(0, 300));
    this.executions.set(event.executionArn, event);
    this.events.publish(event);
  }

  protected onChange(change: RowChange): void {
    try {
      this.metrics.remember(text(change.after?.waiter?.M, 'taskToken'));
      if (change.table === 'commands') this.commands.onChange(change);
      else this.targets.onChange(change);
    } catch (error) {
      this.fail(error);
    }
    for (const stream of this.streams) stream.onChange(change);
  }
}
