import { VirtualClock } from '../clock/virtual-clock';
import { StepFunctionsError } from '../errors';
import type { Integrations, SelfPermission, TaskOutcome, TaskRequest } from '../integrations/integrations';
import { nextRandom, seedRandom } from '../interpreter/random';
import type { Journal } from '../journal/journal';
import type { ExecutionLogEntry } from '../runtime/execution-log';
import type { MetricDatum } from '../runtime/metrics';
import type { StatusChangeEvent } from '../runtime/status-change';
import { StepFunctions, type StepFunctionsOptions } from '../service';
import { TestObjects } from './objects';

/** 2026-01-01T00:00:00Z, where every test begins. */
export const START = Date.UTC(2026, 0, 1);

const REGION = 'ap-northeast-1';
const ACCOUNT = '000000000000';

/** ARN of a state machine of these engines. */
export function machineArn(name: string): string {
  return `arn:aws:states:${REGION}:${ACCOUNT}:stateMachine:${name}`;
}

export const ROLE = 'arn:aws:iam::000000000000:role/machine';

/** What a test's Tasks call: outcomes by what they were asked. A promise that never resolves is a call under way. */
export type Answer = (request: TaskRequest) => TaskOutcome | Promise<TaskOutcome>;

/** The members of answers that tests read by name. */
interface Answered {
  [member: string]: unknown;
  executionArn: string;
  stateMachineArn: string;
  status: string;
  nextToken: string;
  events: { id: number; previousEventId: number; type: string; timestamp: number; [details: string]: unknown }[];
}

/** Random numbers from a seed. */
export function seeded(seed: number): () => number {
  let state = seedRandom(() => seed / 1000 - Math.floor(seed / 1000));
  return () => {
    const [number, next] = nextRandom(state);
    state = next;
    return number;
  };
}

/** An engine on a virtual clock, with all that it calls and tells. */
export class TestEngine {
  readonly clock: VirtualClock;
  readonly requests: TaskRequest[] = [];
  readonly statusChanges: StatusChangeEvent[] = [];
  readonly logs: ExecutionLogEntry[] = [];
  readonly metrics: MetricDatum[] = [];
  readonly objects: TestObjects;
  /** What was said when the engine was opened on a journal. */
  readonly warnings: string[] = [];
  /** What the state machine's role may not do to executions. */
  readonly denied = new Set<string>();
  /** What IAM was asked. */
  readonly authorized: Pick<SelfPermission, 'action' | 'resource' | 'context'>[] = [];
  service: StepFunctions;
  private readonly options: StepFunctionsOptions;

  /** @param before whose clock and objects it has, too. */
  constructor(
    answer: Answer = () => ({ output: {} }),
    seed = 1,
    {
      supports = (resource) => resource === 'lambda:invoke' || resource === 'sqs:sendMessage',
      ...options
    }: Partial<Pick<StepFunctionsOptions, 'models' | 'mocks' | 'region'> & Pick<Integrations, 'supports'>> = {},
    before?: Pick<TestEngine, 'clock' | 'objects'>,
  ) {
    this.clock = before?.clock ?? new VirtualClock(START);
    this.objects = before?.objects ?? new TestObjects(this.clock);
    const integrations: Integrations = {
      supports,
      call: async (request) => {
        this.requests.push(request);
        return answer(request);
      },
      objects: this.objects,
      authorize: async ({ action, resource, context }) => {
        this.authorized.push({ action, resource, ...(context && { context }) });
        const message = `not authorized to perform: ${action} on resource: ${resource}`;
        if (this.denied.has(action)) throw new StepFunctionsError('AccessDeniedException', message);
      },
    };
    this.options = {
      region: REGION,
      accountId: ACCOUNT,
      clock: this.clock,
      random: seeded(seed),
      integrations,
      ...options,
      onStatusChange: (event) => this.statusChanges.push(event),
      onLog: (entry) => this.logs.push(entry),
      onMetric: (datum) => this.metrics.push(datum),
    };
    this.service = new StepFunctions(this.options);
  }

  /** An engine that goes on where the last one on this journal has ended. */
  static async open(
    journal: Journal,
    answer?: Answer,
    before?: Pick<TestEngine, 'clock' | 'objects'>,
    seed?: number,
  ): Promise<TestEngine> {
    const engine = new TestEngine(answer, seed, {}, before);
    const warn = (message: string) => engine.warnings.push(message);
    engine.service = await StepFunctions.open(engine.options, journal, warn);
    return engine;
  }

  async handle(operation: string, input: object): Promise<Answered> {
    // A test that reads a member which the operation does not answer fails at that.
    return (await this.service.handle(operation, input)) as Answered;
  }

  /** Creates a state machine of a JSONata definition; its ARN. */
  async create(definition: object, name = 'machine', more: object = {}): Promise<string> {
    const text = JSON.stringify({ QueryLanguage: 'JSONata', ...definition });
    const { stateMachineArn } = await this.handle('CreateStateMachine', {
      name,
      definition: text,
      roleArn: ROLE,
      ...more,
    });
    return stateMachineArn;
  }

  /** Starts an execution; its ARN. */
  async start(stateMachineArn: string, input: unknown = {}, name = 'run'): Promise<string> {
    const request = { stateMachineArn, name, input: JSON.stringify(input) };
    return (await this.handle('StartExecution', request)).executionArn;
  }

  /** Lets everything happen that can happen without time passing. */
  async settle(): Promise<void> {
    for (let turns = 0; turns < 3; turns++) {
      await new Promise((resolve) => setImmediate(resolve));
      await this.service.idle();
    }
  }

  /** Lets time pass until no timer is left, or until the given moment. @param until milliseconds from the start. */
  async run(until = Number.POSITIVE_INFINITY): Promise<void> {
    await this.settle();
    while ((this.clock.due() ?? Number.POSITIVE_INFINITY) <= START + until) {
      if (!this.clock.next()) break;
      await this.settle();
    }
    if (until !== Number.POSITIVE_INFINITY) this.clock.advance(START + until - this.clock.now());
  }

  /** The description of the only map run of an execution. */
  async mapRun(executionArn: string): Promise<Answered> {
    const { mapRuns } = (await this.handle('ListMapRuns', { executionArn })) as unknown as {
      mapRuns: { mapRunArn: string }[];
    };
    return this.handle('DescribeMapRun', { mapRunArn: mapRuns[0]?.mapRunArn });
  }

  describe(executionArn: string): Promise<Answered> {
    return this.handle('DescribeExecution', { executionArn });
  }

  /** The whole history. */
  async history(executionArn: string): Promise<Answered['events']> {
    return (await this.handle('GetExecutionHistory', { executionArn, maxResults: 1000 })).events;
  }

  /** The history as `<id> <previous id> <type>`. */
  async outline(executionArn: string): Promise<string[]> {
    const events = await this.history(executionArn);
    return events.map(({ id, previousEventId, type }) => `${id} ${previousEventId} ${type}`);
  }

  /** Creates, starts and runs to the end; the description. */
  async execute(definition: object, input: unknown = {}) {
    const executionArn = await this.start(await this.create(definition), input);
    await this.run();
    return this.describe(executionArn);
  }
}
