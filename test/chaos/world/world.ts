import type { RowChange } from '../aws/dynamodb';
import { number, text } from '../aws/item';
import { readModelNames, tableName } from '../aws/tables';
import { type Deployment, stateMachineArn } from '../deployment';
import { openCommands } from '../invariants/at-rest';
import { type Command, CommandRows } from '../invariants/command-rows';
import { TargetRows } from '../invariants/target-rows';
import { targetsShow } from '../invariants/targets-show';
import { seeded } from '../random';
import type { Plan } from '../shrink';
import { AwsWorld } from './aws-world';
import { Metrics } from './metrics';
import { Operators } from './operators';
import { Publishers } from './publishers';
import { type Act, type Entity, entities } from './schedule';
import type { TableStream } from './stream';

const day = 24 * 60 * 60 * 1000;

/** Everything that a schedule runs in: the deployed machine and functions, AWS around them, and people. */
export class World extends AwsWorld {
  readonly commands = new CommandRows();
  readonly targets = new TargetRows(this.commands);
  readonly metrics = new Metrics();
  readonly stream: TableStream;
  readonly operators: Operators;
  private readonly publishers: Publishers;
  private sweepAfter = 0;

  constructor(deployment: Deployment, schedule: Plan) {
    super(deployment, schedule, { stateMachineArn, settle: 'command/settle' });
    const { library, commands } = this;
    commands.onSettled = (command) => targetsShow(this.dynamodb, command);
    this.stream = this.map('stream', {
      table: 'commands',
      target: 'command/trigger',
      passes: ({ before, after }) => before === undefined && after?.settledAt === undefined,
    });
    this.operators = new Operators(this.engine, stateMachineArn, library, commands, this.executions);
    const now = () => this.clock.now();
    const background = (work: Promise<unknown>) => this.background(work);
    const random = seeded(schedule.seed, 'publishers');
    this.publishers = new Publishers(random, now, library, this.dynamodb, commands, background);
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
        this.boundary.poisoned.add(`${tableName(act.table)} ${this.poisonedKey(act)}`);
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
    for (const role of ['commands', ...readModelNames] as const) {
      for (const item of this.dynamodb.all(role)) {
        const ttl = number(item, 'ttl');
        if (ttl === undefined || ttl * 1000 > this.clock.now() || !item.pk || !item.sk) continue;
        const request = { TableName: tableName(role), Key: { pk: item.pk, sk: item.sk } };
        await this.dynamodb.handle('DeleteItem', request, 'ttl');
      }
    }
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

  protected override onPrint(line: string): void {
    this.metrics.read(line);
  }

  protected override observe(change: RowChange): void {
    this.metrics.remember(text(change.after?.waiter?.M, 'taskToken'));
    if (change.table === 'commands') this.commands.onChange(change);
    else this.targets.onChange(change);
  }
}
