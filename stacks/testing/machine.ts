import { toAsl, type Workflow } from '@blueprint/asl';
import type { FunctionPath } from '@blueprint/lambdas';
import type { TaskOutcome, TaskRequest } from '@blueprint/local';
import { ROLE, TestEngine } from '@blueprint/local/stepfunctions/testing/engine';
import { StateCoverage } from './state-coverage';

const LOG_GROUP = 'arn:aws:logs:ap-northeast-1:000000000000:log-group:states:*';
const FUNCTIONS = 'arn:aws:lambda:ap-northeast-1:000000000000:function:';

/** Where the functions of a machine under test are. */
export function functionArn(path: FunctionPath): string {
  return `${FUNCTIONS}${path.replace('/', '__')}`;
}

/** A Task that is being answered. */
export interface AnsweredTask {
  readonly request: TaskRequest;
  /** How often the state has asked before in this run. */
  readonly attempt: number;
  /** Sends the task's token back, after so many seconds. */
  succeed(output: unknown, afterSeconds?: number): void;
  fail(error: string, cause?: string, afterSeconds?: number): void;
}

/**
 * What the Tasks of a machine are answered: by a function's path, whose answer gets the Payload's `input`; by the state's name; or
 * by resource (`dynamodb:putItem`), whose answers get the Arguments. What is thrown fails the Task with the error's name. A Task
 * that waits for a token goes on when its answer calls `succeed` or `fail`.
 */
export type Answers = Readonly<Record<string, (input: never, task: AnsweredTask) => unknown>>;

/** How an execution ended. */
export interface Ran {
  readonly status: string;
  readonly output: unknown;
  readonly error: string | undefined;
  readonly cause: string | undefined;
  /** The states in the order they were entered, those inside of maps and branches among them. */
  readonly states: readonly string[];
  /** Seconds of virtual time from start to end. */
  readonly seconds: number;
}

/** An error with the name by which a state machine knows it. */
export function named(name: string, message = ''): Error {
  return Object.assign(new Error(message), { name });
}

/** Runs a definition, as it is deployed, on a virtual clock, and keeps count of the states and transitions that its runs took. */
export class MachineUnderTest {
  readonly coverage: StateCoverage;
  private readonly definition: string;

  constructor(
    /** Without the environment's prefix. */
    readonly name: string,
    workflow: Workflow,
    private readonly options: {
      readonly type?: 'STANDARD' | 'EXPRESS';
      /** Definitions of the machines that this one starts, by their names. */
      readonly others?: Readonly<Record<string, Workflow>>;
      /** What lies in the bucket `bucket`, by key. */
      readonly objects?: Readonly<Record<string, string>>;
    } = {},
  ) {
    const { type = 'STANDARD' } = options;
    this.definition = toAsl(workflow, { type, escape: 'none' });
    this.coverage = new StateCoverage(name, workflow);
  }

  /** Starts an execution and lets time pass until nothing is left to happen. */
  async run(input: unknown, answers: Answers): Promise<Ran> {
    const { type = 'STANDARD', others = {}, objects = {} } = this.options;
    const attempts = new Map<string, number>();
    const engine = new TestEngine(
      (request) => {
        const attempt = attempts.get(request.stateName) ?? 0;
        attempts.set(request.stateName, attempt + 1);
        return answer(engine, request, attempt, answers);
      },
      1,
      { supports: () => true },
    );
    for (const [key, text] of Object.entries(objects)) engine.objects.files.set(key, Buffer.from(text));
    for (const [name, other] of Object.entries(others))
      await engine.create(JSON.parse(toAsl(other, { escape: 'none' })), name);
    const stateMachineArn = await engine.create(JSON.parse(this.definition), this.name, {
      type,
      roleArn: ROLE,
      loggingConfiguration: {
        level: 'ALL',
        includeExecutionData: true,
        destinations: [{ cloudWatchLogsLogGroup: { logGroupArn: LOG_GROUP } }],
      },
    });
    const started = engine.clock.now();
    const ended = await (type === 'EXPRESS'
      ? sync(engine, stateMachineArn, input)
      : standard(engine, stateMachineArn, input));
    const records = engine.logs
      .filter((entry) => entry.stateMachineArn.startsWith(stateMachineArn))
      .map(({ record }) => record);
    this.coverage.add(records);
    return {
      status: String(ended.status),
      output: typeof ended.output === 'string' ? JSON.parse(ended.output) : undefined,
      error: ended.error as string | undefined, // texts, as Step Functions answers them
      cause: ended.cause as string | undefined,
      states: records.flatMap(({ type, details }) => (type.endsWith('StateEntered') ? [String(details.name)] : [])),
      seconds: (engine.clock.now() - started) / 1000,
    };
  }
}

async function standard(engine: TestEngine, stateMachineArn: string, input: unknown) {
  const executionArn = await engine.start(stateMachineArn, input);
  await engine.run();
  return engine.describe(executionArn);
}

async function sync(engine: TestEngine, stateMachineArn: string, input: unknown) {
  const ended = engine.handle('StartSyncExecution', { stateMachineArn, input: JSON.stringify(input) });
  await engine.run();
  return ended;
}

async function answer(
  engine: TestEngine,
  request: TaskRequest,
  attempt: number,
  answers: Answers,
): Promise<TaskOutcome> {
  const { FunctionName, Payload } = (request.arguments ?? {}) as {
    FunctionName?: string;
    Payload?: { input: unknown };
  };
  const path = FunctionName?.startsWith(FUNCTIONS)
    ? FunctionName.slice(FUNCTIONS.length).replace('__', '/')
    : undefined;
  const give =
    answers[request.stateName] ?? (path === undefined ? undefined : answers[path]) ?? answers[request.resource];
  if (!give)
    throw new Error(`The test answers neither the state "${request.stateName}" nor ${path ?? request.resource}.`);
  const send = (operation: string, result: object, afterSeconds = 0) => {
    const taskToken = request.taskToken;
    if (taskToken === undefined) throw new Error(`The state "${request.stateName}" waits for no token.`);
    engine.clock.setTimeout(() => void engine.handle(operation, { taskToken, ...result }), afterSeconds * 1000);
  };
  const task: AnsweredTask = {
    request,
    attempt,
    succeed: (output, after) => send('SendTaskSuccess', { output: JSON.stringify(output) }, after),
    fail: (error, cause = '', after = 0) => send('SendTaskFailure', { error, cause }, after),
  };
  try {
    const given = await give((path === undefined ? request.arguments : Payload?.input) as never, task);
    const output = given === undefined ? null : JSON.parse(JSON.stringify(given));
    return { output: request.resource === 'lambda:invoke' ? { StatusCode: 200, Payload: output } : output };
  } catch (error) {
    const { name, message } = error as Error;
    const cause = JSON.stringify({ errorType: name, errorMessage: message });
    return { error: name, cause };
  }
}
