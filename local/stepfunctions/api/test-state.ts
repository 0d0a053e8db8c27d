import type { State } from '../definition/machine';
import { LONGEST_DEFINITION } from '../definition/validate';
import { StepFunctionsError, validationException } from '../errors';
import type { Failure } from '../interpreter/execution';
import { LARGEST_PAYLOAD } from '../interpreter/payload';
import { isObject, type JsonObject, type JsonValue } from '../json';
import { ownContext, readContext } from '../test-state/context-object';
import { inspectionData } from '../test-state/inspection';
import { type Mock, mockedResult, VALIDATION_MODES } from '../test-state/mock';
import { testState as runTest, type StateTest } from '../test-state/test-state';
import { statesWithin, type TestedState, testedState } from '../test-state/tested-state';
import { checkRoleArn } from './arn';
import { ARN, Fields } from './fields';
import type { Operation, ServiceContext } from './service-context';
import { readInput } from './start-execution';

const STATE_NAME = { min: 1, max: 80 };
const DATA = { max: LARGEST_PAYLOAD };
const COUNT = { min: 0, max: Number.MAX_SAFE_INTEGER };
const MEMBERS = [
  'definition',
  'roleArn',
  'input',
  'inspectionLevel',
  'revealSecrets',
  'variables',
  'stateName',
  'mock',
  'context',
  'stateConfiguration',
];

/** Runs one state alone. @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_TestState.html */
export const testState: Operation = async (context, input) => {
  const fields = new Fields(input, MEMBERS);
  const level = fields.optionalOneOf('inspectionLevel', ['INFO', 'DEBUG', 'TRACE']) ?? 'INFO';
  const test = readTest(fields, level === 'TRACE', context);
  const findings = await runTest(test, context);
  const { status, output, nextState, failure } = findings.trace;
  return {
    status,
    ...(output === undefined ? {} : { output }),
    ...(failure?.error === undefined ? {} : { error: failure.error }),
    ...(failure?.cause === undefined ? {} : { cause: failure.cause }),
    ...(nextState === undefined ? {} : { nextState }),
    ...(level === 'INFO' ? {} : { inspectionData: inspectionData(test.tested, findings) }),
  };
};

/** Reads the request and checks it, in the order in which AWS does as far as that is known. */
function readTest(fields: Fields, traced: boolean, context: ServiceContext): StateTest {
  const definition = fields.text('definition', { min: 1, max: LONGEST_DEFINITION });
  const stateName = fields.optionalText('stateName', STATE_NAME);
  const givenRole = fields.optionalText('roleArn', ARN);
  const roleArn = givenRole === undefined ? undefined : checkRoleArn(givenRole);
  const revealSecrets = fields.flag('revealSecrets');
  const mock = mockFields(fields);
  const configuration = readConfiguration(fields);
  const givenContext = fields.optionalText('context', DATA);
  if (mock && revealSecrets)
    throw validationException('TestState does not support RevealSecrets when a mock is specified.');
  if (!mock) refuseWithoutMock({ ...configuration, context: givenContext });
  const input = readInput(fields.optionalText('input') ?? '{}');
  const tested = testedState(definition, stateName, context.integrations);
  checkType(tested, mock !== undefined, roleArn, context);
  checkConfiguration(tested, configuration, mock);
  const own = givenContext === undefined ? undefined : readContext(givenContext, tested);
  const { retrierRetryCount = retryCountOf(own), mapIterationFailureCount, mapItemReaderData } = configuration;
  const circumstances = { ...context, now: context.clock.now(), input: input.value, roleArn };
  return {
    tested,
    input,
    context: own ?? ownContext(tested, { ...circumstances, retryCount: retrierRetryCount }),
    variables: readVariables(fields.optionalText('variables', DATA)),
    roleArn,
    mock: mock && readMock(mock, tested, context),
    retries: retrierRetryCount,
    mapIterationFailureCount,
    mapItemReaderData,
    ...(traced ? { trace: { revealSecrets } } : {}),
  };
}

function mockFields(fields: Fields) {
  const given = fields.optionalObject('mock');
  if (!given) return undefined;
  const mock = new Fields(given, ['result', 'errorOutput', 'fieldValidationMode']);
  const result = mock.optionalText('result', DATA);
  const errorOutput = mock.optionalObject('errorOutput');
  const mode = mock.optionalOneOf('fieldValidationMode', VALIDATION_MODES) ?? 'STRICT';
  if (result !== undefined && errorOutput) {
    throw validationException('A test mock should have only one of the following fields: [result, errorOutput].');
  }
  if (errorOutput) return { failure: mockedFailure(errorOutput) };
  if (result !== undefined) return { result, mode };
  throw validationException('A test mock should have one of the following fields: [result, errorOutput].');
}

function mockedFailure(errorOutput: JsonObject): Failure {
  const fields = new Fields(errorOutput, ['error', 'cause']);
  const error = fields.optionalText('error', { max: 256 });
  const cause = fields.optionalText('cause', { max: 32_768 });
  if (error === undefined) throw validationException('A mocked errorOutput should have the field error.');
  return { error, ...(cause === undefined ? {} : { cause }) };
}

function readMock(
  mock: NonNullable<ReturnType<typeof mockFields>>,
  tested: TestedState,
  { models }: ServiceContext,
): Mock {
  if (mock.failure) return { failure: mock.failure };
  return { result: mockedResult(mock.result, mock.mode, tested, models) };
}

interface Configuration {
  retrierRetryCount?: number | undefined;
  errorCausedByState?: string | undefined;
  mapIterationFailureCount?: number | undefined;
  mapItemReaderData?: string | undefined;
}

function readConfiguration(fields: Fields): Configuration {
  const names = ['retrierRetryCount', 'errorCausedByState', 'mapIterationFailureCount', 'mapItemReaderData'];
  const given = new Fields(fields.optionalObject('stateConfiguration') ?? {}, names);
  return {
    retrierRetryCount: given.optionalInteger('retrierRetryCount', COUNT),
    errorCausedByState: given.optionalText('errorCausedByState', STATE_NAME),
    mapIterationFailureCount: given.optionalInteger('mapIterationFailureCount', COUNT),
    mapItemReaderData: given.optionalText('mapItemReaderData', DATA),
  };
}

/** All of this describes what a mock stands for. */
function refuseWithoutMock(given: { [field: string]: unknown }): void {
  for (const [field, value] of Object.entries(given)) {
    if (value === undefined) continue;
    const name = field.charAt(0).toUpperCase() + field.slice(1);
    throw validationException(`TestState does not support ${name} when a mock is not specified.`);
  }
}

/** Which states need a mock, which may have none, and which need a role. */
function checkType(
  { state }: TestedState,
  mocked: boolean,
  roleArn: string | undefined,
  context: ServiceContext,
): void {
  const { type } = state;
  if (mocked) {
    if (type === 'Task' || type === 'Map' || type === 'Parallel') return;
    throw validationException(`State type '${type}' is not supported when a mock is specified`);
  }
  if (type === 'Map' || type === 'Parallel')
    throw unmocked('Map or Parallel states. Supported state types include: [Task, Wait, Pass, Succeed, Fail, Choice]');
  if (type !== 'Task') return;
  const { resource, arn } = state;
  if (resource.kind === 'activity') throw unmocked('Activity tasks when a mock is not specified.');
  if (resource.kind === 'service' && resource.pattern) {
    throw unmocked("'.sync' or '.waitForTaskToken' integration patterns when a mock is not specified.");
  }
  if (roleArn === undefined) throw validationException('RoleArn must be specified when testing a Task state');
  if (context.integrations.supports(resource.kind === 'service' ? resource.resource : 'lambda:function')) return;
  throw validationException(`The local Step Functions cannot call ${arn}: specify a mock.`);
}

/** AWS calls it a fault of the definition. */
const unmocked = (what: string) =>
  new StepFunctionsError('InvalidDefinition', `TestState API does not support ${what}`);

function checkConfiguration(
  tested: TestedState,
  { errorCausedByState, mapIterationFailureCount, mapItemReaderData }: Configuration,
  mock: ReturnType<typeof mockFields>,
): void {
  const { state, ancestors } = tested;
  const map = [state, ...ancestors].find(({ type }) => type === 'Map');
  if (mapIterationFailureCount !== undefined && !map) {
    const whom = 'Map states and states within them';
    throw validationException(
      `stateConfiguration.mapIterationFailureCount is for ${whom}, but the tested state is a ${state.type} state.`,
    );
  }
  if (mapIterationFailureCount !== undefined && map !== state) checkMeasurable(map);
  if (mapItemReaderData !== undefined && !(state.type === 'Map' && state.distributed?.reader)) {
    const found = state.type === 'Map' ? 'has none' : `is a ${state.type} state`;
    throw validationException(
      `stateConfiguration.mapItemReaderData is for Map states with an ItemReader, but the tested state ${found}.`,
    );
  }
  if (errorCausedByState === undefined) return;
  if (!mock?.failure) throw validationException('stateConfiguration.errorCausedByState needs mock.errorOutput.');
  if (statesWithin(tested).has(errorCausedByState)) return;
  throw validationException(
    `There is no state '${errorCausedByState}' within the tested state: see stateConfiguration.errorCausedByState.`,
  );
}

/** Of a Map around the tested state the test does not have the input: not how many items there are, nor what expressions would come to. */
function checkMeasurable(map: State | undefined): void {
  if (map?.type !== 'Map' || !map.distributed) return;
  const { toleratedFailureCount: count, toleratedFailurePercentage: percentage } = map.distributed;
  if (!percentage && (!count || count.kind === 'literal')) return;
  const field = percentage ? 'ToleratedFailurePercentage' : 'ToleratedFailureCount that depends on its input';
  throw validationException(
    `stateConfiguration.mapIterationFailureCount cannot be measured by the Map state '${map.name}' around the tested state: it has a ${field}, and its input is not known. Test the Map state itself.`,
  );
}

function retryCountOf(context: JsonObject | undefined): number {
  const state = context?.State;
  return isObject(state) && typeof state.RetryCount === 'number' ? state.RetryCount : 0;
}

function readVariables(text: string | undefined): JsonObject {
  if (text === undefined) return {};
  try {
    const value = JSON.parse(text) as JsonValue;
    if (isObject(value)) return value;
  } catch {
    // Answered below.
  }
  throw validationException('variables must be a JSON object.');
}
