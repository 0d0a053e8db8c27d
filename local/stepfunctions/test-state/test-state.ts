import type { ServiceContext } from '../api/service-context';
import type { ContainerState, State } from '../definition/machine';
import { validationException } from '../errors';
import { Draft } from '../interpreter/draft';
import type { Execution } from '../interpreter/execution';
import { newExecution } from '../interpreter/new-execution';
import type { Payload } from '../interpreter/payload';
import { effectiveInput } from '../interpreter/scope';
import { isObject, type JsonObject } from '../json';
import { THRESHOLD_EXCEEDED } from '../map-run/failures';
import type { MapRunOutcome, MapRunRequest } from '../map-run/request';
import type { Findings } from './inspection';
import { type Iterations, itemsOf, iterationsOf } from './map-iterations';
import type { Mock } from './mock';
import { errorHandlingOf, machineOf } from './runnable';
import type { TestedState } from './tested-state';
import { Trial, type TrialOptions } from './trial';

/** A test, read and checked. */
export interface StateTest {
  tested: TestedState;
  input: Payload;
  context: JsonObject;
  variables: JsonObject;
  roleArn: string | undefined;
  mock: Mock | undefined;
  /** How often the retrier that takes the failure has been used already. */
  retries: number;
  /** Of the tested Map, or of the innermost Map around the tested state, where those of the other items are meant. */
  mapIterationFailureCount: number | undefined;
  mapItemReaderData: string | undefined;
  /** Whether HTTP requests and responses are to be told. */
  trace?: { revealSecrets: boolean };
}

/**
 * Tests one state: runs it as an execution would, but with what is mocked.
 *
 * @throws StepFunctionsError
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/test-state-isolation.html
 */
export async function testState(test: StateTest, context: ServiceContext): Promise<Findings> {
  const { tested, input, variables } = test;
  let map: Findings['map'];
  const mapRun = async (request: MapRunRequest): Promise<MapRunOutcome> => {
    map = { request };
    const items = await itemsOf(request, test.mapItemReaderData);
    if ('failure' in items) return items;
    map = { request, items };
    const iterations = await iterationsOf(request, items, { ...context, now: () => context.clock.now() });
    if ('failure' in iterations) return iterations;
    map = { request, items, iterations };
    return outcomeOf(test, request, iterations);
  };
  const first = prepare(tested.state, test, context);
  const afterInputPath = tested.state.inputPath === undefined ? input.text : inputOf(first, context);
  let trace = await run({ ...first, mapRun, ...(test.mock ? { mock: test.mock } : {}) }, test, context);
  // What a state does not handle is for those around it to handle.
  const innermostMap = tested.ancestors.find(({ type }) => type === 'Map');
  for (const ancestor of tested.ancestors) {
    if (trace.status !== 'FAILED' || !trace.failure) break;
    const exceeded = ancestor === innermostMap && exceedsWithin(ancestor, test);
    if (isOwnExecution(ancestor) && !exceeded) break;
    const failure = exceeded ? THRESHOLD_EXCEEDED : trace.failure;
    const { parameters, result, ...handled } = await run(
      { ...prepare(errorHandlingOf(ancestor), test, context), mapRun, mock: { failure } },
      test,
      context,
    );
    trace = { ...trace, ...handled };
  }
  return { input: input.text, afterInputPath, variables, trace, ...(map ? { map } : {}) };
}

type Prepared = Pick<TrialOptions, 'machine' | 'execution'>;

/** An execution that has entered the state already. */
function prepare(state: State, test: StateTest, { clock, random, region }: ServiceContext): Prepared {
  const { tested, input, context, roleArn = '', variables, retries } = test;
  const machine = machineOf(state, tested.machine);
  const named = (part: string, field: string) => {
    const values = context[part];
    const value = isObject(values) ? values[field] : undefined;
    return typeof value === 'string' ? value : '';
  };
  const startedAt = clock.now();
  const given = {
    arn: named('Execution', 'Id'),
    name: named('Execution', 'Name'),
    stateMachineArn: named('StateMachine', 'Id'),
    stateMachineName: named('StateMachine', 'Name'),
  };
  const execution: Execution = {
    ...newExecution(machine, '', { ...given, roleArn, region, input, startedAt }, random),
    context,
  };
  const attempts = 'retry' in state ? state.retry.map(() => retries) : [];
  const [thread] = execution.threads;
  if (!thread) throw new Error('An execution starts with a thread');
  const activation = {
    enteredAt: startedAt,
    enteredEvent: 2,
    previousEvent: 0,
    retryCount: retries,
    attempts,
    work: { kind: 'ready' as const },
  };
  return { machine, execution: { ...execution, threads: [{ ...thread, variables, lastEvent: 2, activation }] } };
}

/** What InputPath leaves of the input, written anew. Where it fails, so will the state, which tells why. */
function inputOf({ machine, execution }: Prepared, { clock }: ServiceContext): string | undefined {
  try {
    return effectiveInput(new Draft(machine, execution, clock.now(), {}), 0).text;
  } catch {
    return undefined;
  }
}

async function run(options: Omit<TrialOptions, 'environment' | 'trace'>, test: StateTest, context: ServiceContext) {
  const { environment, trials } = context;
  const trial = new Trial({ ...options, environment, ...(test.trace ? { trace: test.trace } : {}) });
  trials.add(trial);
  try {
    return await trial.ended;
  } finally {
    trials.delete(trial);
  }
}

/** What the map run would have come to. */
function outcomeOf(
  { mock, mapIterationFailureCount: failed = 0 }: StateTest,
  { toleratedFailureCount: count, toleratedFailurePercentage: percentage }: MapRunRequest,
  { inputs }: Iterations,
): MapRunOutcome {
  if (failed > inputs.length) {
    const bound = 'the number of Map iterations';
    throw validationException(`Map iteration failure count must be less than or equal to ${bound}`);
  }
  if (!mock) throw new Error(`A Map is tested with a mock only`);
  if ('failure' in mock) return { failure: mock.failure };
  // AWS measures by what the state says: where it says nothing, any number is tolerated here.
  const tooMany = count !== undefined && failed > count;
  const tooLarge = percentage !== undefined && inputs.length > 0 && (100 * failed) / inputs.length > percentage;
  return tooMany || tooLarge ? { failure: THRESHOLD_EXCEEDED } : { output: mock.result.text };
}

/** Whether the tested state's failure, with those of other items that the test tells of, is more than the Map around it tolerates. */
function exceedsWithin(map: ContainerState, { mapIterationFailureCount: others }: StateTest): boolean {
  const tolerated = map.type === 'Map' ? map.distributed?.toleratedFailureCount : undefined;
  // As of a tested Map: where it says nothing, any number is tolerated.
  if (others === undefined || tolerated?.kind !== 'literal') return false;
  return others + 1 > Number(tolerated.value);
}

/** The children of a Distributed Map are executions of their own: their errors do not reach its catchers. */
const isOwnExecution = (state: State) => state.type === 'Map' && state.distributed !== undefined;
