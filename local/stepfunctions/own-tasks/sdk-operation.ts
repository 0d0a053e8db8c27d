import { findOperation } from '../api/operations';
import type { ServiceContext } from '../api/service-context';
import { StepFunctionsError } from '../errors';
import { uuid } from '../expressions/functions';
import type { TaskOutcome, TaskRequest } from '../integrations/integrations';
import { sdkError } from '../integrations/service-error';
import { TaskRefusal } from '../integrations/task-refusal';
import { isoTime } from '../interpreter/iso-time';
import { machineOfToken } from '../interpreter/task-token';
import { isObject, type JsonObject } from '../json';
import { splitTestCase } from '../mocks/start-test-case';
import { OPERATIONS, type OperationName } from '../supported';
import { capitalized, request } from './casing';
import { permit } from './start-execution';

/** The operation that `aws-sdk:sfn:startExecution` calls; undefined for what is none. */
export function sdkOperation(resource: string): OperationName | undefined {
  const action = /^aws-sdk:sfn:([a-z]\w*)$/.exec(resource)?.[1];
  return OPERATIONS.find((name) => name === `${action?.charAt(0).toUpperCase()}${action?.slice(1)}`);
}

/** `aws-sdk:sfn:…`: an operation of this very service. */
export async function callOwnApi(task: TaskRequest, operation: string, context: ServiceContext): Promise<TaskOutcome> {
  try {
    const input = request(isObject(task.arguments) ? task.arguments : {});
    const resource = resourceOf(input);
    if (resource !== undefined) await permit(task, `states:${operation}`, resource, context);
    const answer = await findOperation(operation)(context, input, task.signal);
    return { output: capitalized(answer, isoTime) };
  } catch (error) {
    if (error instanceof TaskRefusal) return error.outcome;
    if (!(error instanceof StepFunctionsError)) throw error;
    const { code, message, statusCode } = error;
    const exception = code === 'AccessDeniedException' ? undefined : code;
    return sdkError({ code, message, statusCode, requestId: uuid(context.random) }, 'Sfn', exception);
  }
}

/** What the permission is asked for. Undefined for a token that nobody gave out: it opens nothing. */
function resourceOf(input: JsonObject): string | undefined {
  if (typeof input.taskToken === 'string') return machineOfToken(input.taskToken);
  for (const name of ['stateMachineArn', 'executionArn', 'resourceArn', 'mapRunArn', 'activityArn']) {
    const arn = input[name];
    if (typeof arn === 'string') return splitTestCase(arn).arn;
  }
  return '*';
}
