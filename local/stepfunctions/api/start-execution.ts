import { StepFunctionsError, stateMachineTypeNotSupported } from '../errors';
import { uuid } from '../expressions/functions';
import { newExecution } from '../interpreter/new-execution';
import { isTooLarge, type Payload } from '../interpreter/payload';
import { parseJson } from '../json';
import { jsonFault } from '../json-fault';
import { checkTestCase, splitTestCase } from '../mocks/start-test-case';
import { Run, type RunEnvironment } from '../runtime/run';
import { checkName, executionArn, expressArn } from './arn';
import { executionData } from './execution-data';
import { ARN, Fields, type TextLimits } from './fields';
import { type Operation, type ServiceContext, seconds } from './service-context';
import { type Startable, startable } from './startable';

/** What is asked to be started, read and checked. */
interface Start extends Startable {
  name: string;
  payload: Payload;
  traceHeader?: string;
  /** Of the mock configuration. */
  testCase?: string;
}

const TRACE_HEADER: TextLimits = { max: 256, pattern: '\\p{ASCII}*' };
const MEMBERS = ['stateMachineArn', 'name', 'input', 'traceHeader'];

/**
 * Starts an execution. Of a STANDARD state machine the same name with the same input while that execution runs is
 * answered again, and a name once used is refused for 90 days after its execution has ended. Executions of an EXPRESS
 * state machine may share a name.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html
 */
export const startExecution: Operation = (context, input) => {
  const start = readStart(context, new Fields(input, MEMBERS));
  if (start.stateMachine.type === 'EXPRESS') {
    const { execution } = beginExpress(context, start, 'async', () => {});
    return { executionArn: execution.arn, startDate: seconds(execution.startedAt) };
  }
  const arn = executionArn(context, start.stateMachine.name, start.name);
  const existing = context.executions.find(arn)?.run.execution;
  if (existing) {
    if (existing.status !== 'RUNNING' || existing.input.text !== start.payload.text) {
      throw new StepFunctionsError('ExecutionAlreadyExists', `Execution Already Exists: '${arn}'`);
    }
    return { executionArn: arn, startDate: seconds(existing.startedAt) };
  }
  const { execution } = begin(context, start, { arn }, context.environment);
  return { executionArn: arn, startDate: seconds(execution.startedAt) };
};

/** AWS bills begun tenths of a second. */
const BILLED_MS = 100;
/** The least memory that AWS bills. */
const BILLED_MB = 64;

/**
 * Runs an execution of an EXPRESS state machine, and answers when it has ended, however it has.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartSyncExecution.html
 */
export const startSyncExecution: Operation = async (context, input) => {
  const fields = new Fields(input, [...MEMBERS, 'includedData']);
  const whole = fields.optionalOneOf('includedData', ['ALL_DATA', 'METADATA_ONLY']) !== 'METADATA_ONLY';
  const start = readStart(context, fields);
  if (start.stateMachine.type !== 'EXPRESS') throw stateMachineTypeNotSupported();
  const { execution } = await new Promise<Run>((resolve) => void beginExpress(context, start, 'sync', resolve));
  const { startedAt, stoppedAt = startedAt } = execution;
  return {
    executionArn: execution.arn,
    stateMachineArn: execution.stateMachineArn,
    name: execution.name,
    startDate: seconds(startedAt),
    stopDate: seconds(stoppedAt),
    status: execution.status,
    ...executionData(execution, whole),
    ...(whole ? { outputDetails: { included: true } } : {}),
    ...(start.traceHeader === undefined ? {} : { traceHeader: start.traceHeader }),
    billingDetails: {
      billedMemoryUsedInMB: BILLED_MB,
      billedDurationInMilliseconds: Math.max(1, Math.ceil((stoppedAt - startedAt) / BILLED_MS)) * BILLED_MS,
    },
  };
};

function readStart(context: ServiceContext, fields: Fields): Start {
  const { arn, testCase } = splitTestCase(fields.text('stateMachineArn', ARN));
  const given = fields.optionalText('name', { min: 1, max: 80 });
  const started = startable(context, arn);
  const { name: machineName, machine } = started.stateMachine;
  if (testCase !== undefined) checkTestCase(testCase, machineName, machine, context.mocks);
  const payload = readInput(fields.optionalText('input') ?? '{}');
  const traceHeader = fields.optionalText('traceHeader', TRACE_HEADER);
  const name = given === undefined ? uuid(context.random) : checkName(given);
  return {
    ...started,
    name,
    payload,
    ...(traceHeader === undefined ? {} : { traceHeader }),
    ...(testCase === undefined ? {} : { testCase }),
  };
}

/** The input of an execution, or of a tested state. @throws InvalidExecutionInput */
export function readInput(text: string): Payload {
  const invalid = (detail: string) =>
    new StepFunctionsError('InvalidExecutionInput', `Invalid State Machine Execution Input: '${detail}'`);
  if (isTooLarge(text)) throw invalid('The input is larger than 262144 bytes.');
  if (text.trim() === '') throw invalid('Invalid execution input.');
  try {
    return { value: parseJson(text), text };
  } catch {
    throw invalid(jsonFault(text).message);
  }
}

/** AWS keeps nothing of an EXPRESS execution but its log: there is no history, and when it has ended nothing at all. */
function beginExpress(
  context: ServiceContext,
  start: Start,
  express: 'sync' | 'async',
  ended: (run: Run) => void,
): Run {
  const { environment, executions, random } = context;
  const arn = expressArn(context, start.stateMachine.name, start.name, uuid(random));
  const forgetting: RunEnvironment = {
    ...environment,
    keepsHistory: false,
    onStatus: (run) => {
      environment.onStatus(run);
      if (run.execution.status === 'RUNNING') return;
      executions.delete(arn);
      ended(run);
    },
  };
  return begin(context, start, { arn, express }, forgetting);
}

function begin(
  { region, clock, random, executions }: ServiceContext,
  { stateMachine, name, payload, traceHeader, testCase, ...versionAndAlias }: Start,
  identity: { arn: string; express?: 'sync' | 'async' },
  environment: RunEnvironment,
): Run {
  const given = {
    ...identity,
    ...versionAndAlias,
    name,
    roleArn: stateMachine.roleArn,
    region,
    stateMachineArn: stateMachine.arn,
    stateMachineName: stateMachine.name,
    input: payload,
    ...(traceHeader === undefined ? {} : { traceHeader }),
    ...(testCase === undefined ? {} : { testCase: { name: testCase, executionArn: identity.arn } }),
    startedAt: clock.now(),
  };
  const run = new Run(stateMachine.machine, newExecution(stateMachine.machine, '', given, random), environment);
  executions.add({ run, stateMachine, ...(traceHeader === undefined ? {} : { traceHeader }) });
  environment.onStatus(run);
  run.notify({ type: 'start' });
  return run;
}
