import type { Credentials } from '../aws/credentials';
import {
  type JsonObject,
  type JsonValue,
  machineOfExecution,
  type TaskOutcome,
  type TaskRequest,
} from '../stepfunctions';
import { isObject } from '../stepfunctions/json';

/** PutEvents of our own event bus: it delivers to functions, which MiniStack's cannot. */
export type PutEvents = (input: JsonObject, credentials: Credentials) => Promise<JsonObject>;

/**
 * `arn:aws:states:::events:putEvents`. Each event tells in its resources which execution sent it. One entry that the bus
 * does not take fails the Task, although the others have been sent.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/connect-eventbridge.html
 */
export async function putEvents(task: TaskRequest, send: PutEvents, credentials: Credentials): Promise<TaskOutcome> {
  const input = isObject(task.arguments) ? task.arguments : {};
  const entries = (Array.isArray(input.Entries) ? input.Entries : []).map((entry) => readEntry(entry, task));
  const sendable = entries.filter((entry) => faultOf(entry) === undefined);
  const answer = sendable.length > 0 ? await send({ ...input, Entries: sendable }, credentials) : {};
  const sent = Array.isArray(answer.Entries) ? [...answer.Entries] : [];
  const results = entries.map((entry) => sorted(faultOf(entry) ?? sent.shift() ?? null));
  const failed = results.filter((result) => isObject(result) && result.ErrorCode !== undefined).length;
  const output: JsonObject = { Entries: results, FailedEntryCount: failed };
  if (failed === 0) return { output };
  return { error: 'EventBridge.FailedEntry', cause: JSON.stringify(output) };
}

function readEntry(entry: JsonValue, { executionArn }: TaskRequest): JsonObject {
  const given = isObject(entry) ? entry : {};
  const { Detail, Resources } = given;
  return {
    ...given,
    ...(Detail === undefined || typeof Detail === 'string' ? {} : { Detail: JSON.stringify(Detail) }),
    Resources: [...(Array.isArray(Resources) ? Resources : []), machineOfExecution(executionArn), executionArn],
  };
}

/** What EventBridge answers for an entry that is not as it has to be. */
function faultOf({ Source, DetailType, Detail }: JsonObject): JsonObject | undefined {
  for (const [name, value] of Object.entries({ Source, DetailType, Detail })) {
    if (typeof value === 'string' && value !== '') continue;
    const ErrorMessage = `Parameter ${name} is not valid. Reason: ${name} is a required argument.`;
    return { ErrorCode: 'InvalidArgument', ErrorMessage };
  }
  try {
    if (isObject(JSON.parse(String(Detail)))) return undefined;
  } catch {
    // What is no JSON is answered like JSON that is no object.
  }
  return { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' };
}

function sorted(result: JsonValue): JsonValue {
  if (!isObject(result)) return result;
  return Object.fromEntries(Object.entries(result).sort(([a], [b]) => (a < b ? -1 : 1)));
}
