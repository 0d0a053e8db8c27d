import { parseStateMachineArn } from '../api/arn';
import { describeExecution, stopExecution } from '../api/executions';
import { iamResource } from '../api/iam-resource';
import type { ServiceContext } from '../api/service-context';
import { startExecution } from '../api/start-execution';
import { StepFunctionsError } from '../errors';
import { uuid } from '../expressions/functions';
import type { SelfPermission, TaskOutcome, TaskRequest } from '../integrations/integrations';
import { responseMetadata } from '../integrations/response-metadata';
import { ERROR_STYLES, optimizedError } from '../integrations/service-error';
import { TaskRefusal } from '../integrations/task-refusal';
import { isObject, type JsonObject, type JsonValue } from '../json';
import { splitTestCase } from '../mocks/start-test-case';
import { capitalized, request } from './casing';
import type { ExecutionEnds } from './execution-ends';

/**
 * `arn:aws:states:::states:startExecution` in all its forms. With `.sync` the Task waits for the end of the execution,
 * and stops it when nobody waits for the Task any more.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/connect-stepfunctions.html
 */
export async function startNested(
  task: TaskRequest,
  context: ServiceContext,
  ends: ExecutionEnds,
): Promise<TaskOutcome> {
  try {
    const pattern = task.pattern === 'sync' || task.pattern === 'sync:2' ? task.pattern : undefined;
    const underWay = isObject(task.underWay) ? task.underWay.ExecutionArn : undefined;
    if (pattern && typeof underWay === 'string') return await endOf(underWay, pattern, task, context, ends);
    const started = await start(task, context);
    const output = withMetadata(started, context);
    if (!pattern) return { output };
    task.submitted(output);
    return await endOf(started.executionArn, pattern, task, context, ends);
  } catch (error) {
    return failed(error, context);
  }
}

async function endOf(
  executionArn: string,
  pattern: 'sync' | 'sync:2',
  task: TaskRequest,
  context: ServiceContext,
  ends: ExecutionEnds,
): Promise<TaskOutcome> {
  const { run } = context.executions.get(executionArn);
  // Nobody may have waited any more before the execution was there.
  if (task.signal.aborted) void stop(task, executionArn, context);
  else task.signal.addEventListener('abort', () => void stop(task, executionArn, context), { once: true });
  await ends.of(run);
  await permit(task, 'states:DescribeExecution', executionArn, context);
  return ended(describe(executionArn, context), pattern);
}

interface Started {
  executionArn: string;
  startDate: number;
}

async function start(task: TaskRequest, context: ServiceContext): Promise<Started> {
  const { traceHeader } = task;
  const { stateMachineArn, ...more } = request(isObject(task.arguments) ? task.arguments : {});
  if (typeof stateMachineArn === 'string') {
    const { arn } = splitTestCase(stateMachineArn);
    parseStateMachineArn(arn);
    await permit(task, 'states:StartExecution', arn, context);
  }
  const traced = traceHeader === undefined ? {} : { traceHeader };
  return (await startExecution(context, { ...traced, ...more, stateMachineArn })) as Started;
}

/** Without the permission the execution runs on, as on AWS. */
async function stop(task: TaskRequest, executionArn: string, context: ServiceContext): Promise<void> {
  try {
    await permit(task, 'states:StopExecution', executionArn, context);
    await stopExecution(context, { executionArn });
  } catch {
    // Nobody is left who could be told.
  }
}

/** @throws StepFunctionsError that tells why not; TaskRefusal where the Task fails in another way. */
export async function permit(
  { roleArn, assumedBy, executionArn }: TaskRequest,
  action: SelfPermission['action'],
  arn: string,
  { integrations }: Pick<ServiceContext, 'integrations'>,
): Promise<void> {
  try {
    await integrations.authorize?.({
      roleArn,
      ...(assumedBy === undefined ? {} : { assumedBy, executionArn }),
      action,
      ...iamResource(arn),
    });
  } catch (error) {
    if (error instanceof TaskRefusal) throw error;
    throw new StepFunctionsError('AccessDeniedException', error instanceof Error ? error.message : String(error));
  }
}

/** A date as AWS's own answer has it: in microseconds, and written as Java does. The length of the answer is part of the output. */
const WIRE_DATE = '1.767225600000001E9';

function withMetadata(started: Started, { clock, random }: ServiceContext): JsonObject {
  const body = JSON.stringify({ ...started, startDate: 0 }).replace(/0}$/, `${WIRE_DATE}}`);
  const headers = {
    connection: 'keep-alive',
    'Content-Length': String(body.length),
    'Content-Type': 'application/x-amz-json-1.0',
  };
  const { StartDate, ...answer } = capitalized(started, (ms) => ms) as JsonObject;
  const metadata = responseMetadata({ requestId: uuid(random), at: clock.now(), headers });
  return { ...answer, ...metadata, StartDate: StartDate ?? null };
}

function describe(executionArn: string, context: ServiceContext): JsonObject {
  return capitalized(describeExecution(context, { executionArn }), (ms) => ms) as JsonObject;
}

/** With `.sync:2` input and output are values, with `.sync` the JSON text. */
function ended(description: JsonObject, pattern: 'sync' | 'sync:2'): TaskOutcome {
  if (description.Status !== 'SUCCEEDED') return { error: 'States.TaskFailed', cause: JSON.stringify(description) };
  if (pattern === 'sync') return { output: description };
  const parsed = (value: JsonValue | undefined) =>
    typeof value === 'string' ? (JSON.parse(value) as JsonValue) : null;
  return { output: { ...description, Input: parsed(description.Input), Output: parsed(description.Output) } };
}

function failed(error: unknown, { random }: ServiceContext): TaskOutcome {
  if (error instanceof TaskRefusal) return error.outcome;
  if (!(error instanceof StepFunctionsError)) throw error;
  const { code, message, statusCode } = error;
  const exception = code === 'AccessDeniedException' ? undefined : code;
  return optimizedError({ code, message, statusCode, requestId: uuid(random) }, ERROR_STYLES.states, exception);
}
