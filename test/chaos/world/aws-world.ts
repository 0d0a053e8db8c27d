import { type StatusChangeEvent, StepFunctions } from '@blueprint/local/stepfunctions';
import { DynamoDb, type RowChange } from '../aws/dynamodb';
import { type Message, Services } from '../aws/services';
import type { Deployment } from '../deployment';
import { seeded } from '../random';
import type { Outside } from '../sandbox/invocation';
import type { Plan } from '../shrink';
import { Boundary } from './boundary';
import { EventBus } from './event-bus';
import { Faults } from './faults';
import { LambdaService } from './lambda-service';
import { Library } from './library';
import { Simulation } from './simulation';
import { type StreamMapping, TableStream } from './stream';

/** How far an eventually consistent read may lag, in ms. */
const staleness = 1500;

/** Which machine is deployed, and the function that is told of its executions that ended badly. */
export interface Workflow {
  readonly stateMachineArn: string;
  readonly settle: string;
}

/** AWS around what is deployed, at its worst, whichever workflow that is. */
export abstract class AwsWorld extends Simulation {
  readonly executions = new Map<string, StatusChangeEvent>();
  readonly faults: Faults;
  readonly dynamodb: DynamoDb;
  readonly engine: StepFunctions;
  readonly services: Services;
  readonly boundary: Boundary;
  readonly lambda: LambdaService;
  readonly events: EventBus;
  /** What people call. */
  protected readonly library: Library;
  private readonly streams: TableStream[] = [];

  constructor(
    private readonly deployment: Deployment,
    readonly schedule: Plan,
    private readonly workflow: Workflow,
  ) {
    super();
    const { seed, faults } = schedule;
    const note = (line: string) => this.note(line);
    const background = (work: Promise<unknown>) => this.background(work);
    for (const fleet of [...deployment.functions.values(), deployment.people]) fleet.reset();
    this.faults = new Faults(faults);
    const now = () => this.clock.now();
    this.dynamodb = new DynamoDb(now, seeded(seed, 'dynamodb'), staleness, (change) => this.onChange(change));
    const outside: Outside = {
      clock: this.clock,
      print: (line) => this.onPrint(line),
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
    this.services = new Services(this.dynamodb, this.engine, (message) => this.onMessage(message));
    this.boundary = new Boundary(this.clock, this.services, this.faults, note, background);
    const random = seeded(seed, 'events');
    this.events = new EventBus(this.clock, random, this.faults, this.lambda, background, workflow.settle);
    this.library = new Library(deployment.people, seed, outside, note);
  }

  /** Creates the machine, as a deployment does. */
  async deploy(): Promise<void> {
    const name = this.workflow.stateMachineArn.split(':').at(-1);
    await this.engine.handle('CreateStateMachine', {
      name,
      definition: this.deployment.asl,
      roleArn: `arn:aws:iam::000000000000:role/${name}`,
      type: 'STANDARD',
    });
  }

  /** Has a function read a stream; each does so with chance of its own. */
  protected map(chance: string, mapping: StreamMapping): TableStream {
    const random = seeded(this.schedule.seed, chance);
    const background = (work: Promise<unknown>) => this.background(work);
    const stream = new TableStream(this.clock, random, this.faults, this.lambda, background, mapping);
    this.streams.push(stream);
    return stream;
  }

  /** Sees a change of a row before any stream tells of it. @throws Violation when it may not be */
  protected abstract observe(change: RowChange): void;

  /** Hears what functions print. */
  protected onPrint(_line: string): void {}

  /** Hears of every message that a queue gets. */
  protected onMessage(_message: Message): void {}

  private onStatusChange(event: StatusChangeEvent): void {
    this.note(`execution ${event.name} ${event.status} ${event.error ?? ''} ${event.cause ?? ''}`.slice(0, 300));
    this.executions.set(event.executionArn, event);
    this.events.publish(event);
  }

  private onChange(change: RowChange): void {
    try {
      this.observe(change);
    } catch (error) {
      this.fail(error);
    }
    for (const stream of this.streams) stream.onChange(change);
  }
}
