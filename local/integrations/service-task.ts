import { randomUUID } from 'node:crypto';
import type { AwsClient, JsonService } from '../aws/client';
import type { Credentials } from '../aws/credentials';
import { AwsError, xmlField } from '../aws/error';
import type { Sessions } from '../identity/sessions';
import type { JsonObject, JsonValue, TaskOutcome, TaskRequest } from '../stepfunctions';
import { isObject } from '../stepfunctions/json';
import { responseMetadata } from './response-metadata';

export interface ServiceTaskParts {
  client: AwsClient;
  sessions: Pick<Sessions, 'assume'>;
  /** PutEvents of our own event bus: it delivers to functions, which MiniStack's cannot. */
  putEvents(input: JsonObject, credentials: Credentials): Promise<JsonObject>;
}

interface ServiceTask {
  service: JsonService | 'sns';
  /** How Step Functions begins the names of this service's errors. */
  errorPrefix: string;
  /** Parameters that may be objects in a definition and are sent as JSON text. */
  textParameters?: readonly string[];
  waitsForToken?: boolean;
}

/**
 * The optimized integrations.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/integrate-optimized.html
 */
const OPTIMIZED: { readonly [resource: string]: ServiceTask } = {
  'dynamodb:getItem': { service: 'dynamodb', errorPrefix: 'DynamoDB' },
  'dynamodb:putItem': { service: 'dynamodb', errorPrefix: 'DynamoDB' },
  'dynamodb:updateItem': { service: 'dynamodb', errorPrefix: 'DynamoDB' },
  'dynamodb:deleteItem': { service: 'dynamodb', errorPrefix: 'DynamoDB' },
  'sqs:sendMessage': { service: 'sqs', errorPrefix: 'Sqs', textParameters: ['MessageBody'], waitsForToken: true },
  'sns:publish': { service: 'sns', errorPrefix: 'Sns', textParameters: ['Message'], waitsForToken: true },
  'events:putEvents': { service: 'events', errorPrefix: 'EventBridge', waitsForToken: true },
};

/** The SDK integrations of services that speak AWS JSON: every operation works alike. */
const SDK_SERVICES: { readonly [service: string]: ServiceTask } = {
  dynamodb: { service: 'dynamodb', errorPrefix: 'DynamoDb' },
  sqs: { service: 'sqs', errorPrefix: 'Sqs' },
  eventbridge: { service: 'events', errorPrefix: 'EventBridge' },
  cloudwatchlogs: { service: 'logs', errorPrefix: 'CloudWatchLogs' },
};

const SESSION_NAME = 'states';

export function isServiceTask(resource: string, pattern?: string): boolean {
  const task = taskOf(resource);
  return task !== undefined && (pattern === undefined || task.waitsForToken === true);
}

/** Calls DynamoDB, SQS, SNS or EventBridge as the machine's role. What the service refuses is the Task's error. */
export async function callService(request: TaskRequest, parts: ServiceTaskParts): Promise<TaskOutcome> {
  const task = taskOf(request.resource);
  if (!task) throw new Error(`No integration for ${request.resource}, although the machine was accepted.`);
  const operation = operationOf(request.resource);
  const input = asText(isObject(request.arguments) ? request.arguments : {}, task.textParameters ?? []);
  try {
    const { credentials } = await parts.sessions.assume(request.roleArn, SESSION_NAME);
    const output = await send(task, operation, input, credentials, parts);
    // The optimized integrations add the HTTP answer's metadata; the SDK's don't.
    const metadata = request.resource.startsWith('aws-sdk:') ? {} : responseMetadata(randomUUID(), {});
    return { output: { ...output, ...metadata } };
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const name = error.code.endsWith('Exception') ? error.code : `${error.code}Exception`;
    const cause = `${error.message} (Service: ${task.errorPrefix}, Status Code: ${error.statusCode})`;
    return { error: `${task.errorPrefix}.${name}`, cause };
  }
}

async function send(
  task: ServiceTask,
  operation: string,
  input: JsonObject,
  credentials: Credentials,
  parts: ServiceTaskParts,
): Promise<JsonObject> {
  if (task.service === 'sns') {
    const xml = await parts.client.query('sns', operation, flatten(input), credentials);
    return { MessageId: xmlField(xml, 'MessageId') ?? '' };
  }
  if (task.service === 'events' && operation === 'PutEvents') {
    const entries = Array.isArray(input.Entries) ? input.Entries : [];
    const output = await parts.putEvents({ ...input, Entries: entries.map(withDetailAsText) }, credentials);
    if (output.FailedEntryCount) throw new AwsError('FailedEntry', JSON.stringify(output));
    return output;
  }
  const output = await parts.client.json(task.service, operation, input, credentials);
  return isObject(output) ? output : {};
}

function taskOf(resource: string): ServiceTask | undefined {
  const sdk = /^aws-sdk:([a-z]+):[a-z]\w+$/.exec(resource)?.[1];
  return sdk === undefined ? OPTIMIZED[resource] : SDK_SERVICES[sdk];
}

function operationOf(resource: string): string {
  const name = resource.slice(resource.lastIndexOf(':') + 1);
  return name.charAt(0).toUpperCase() + name.slice(1);
}

function withDetailAsText(entry: JsonValue): JsonValue {
  return isObject(entry) ? asText(entry, ['Detail']) : entry;
}

function asText(input: JsonObject, names: readonly string[]): JsonObject {
  const text = { ...input };
  for (const name of names) {
    const value = text[name];
    if (value !== undefined && typeof value !== 'string') text[name] = JSON.stringify(value);
  }
  return text;
}

/** SNS's query protocol: message attributes as numbered entries of a map. */
function flatten(input: JsonObject): Record<string, string> {
  const parameters: Record<string, string> = {};
  for (const [name, value] of Object.entries(input)) {
    if (name === 'MessageAttributes' && isObject(value)) {
      Object.entries(value).forEach(([key, attribute], index) => {
        const entry = `MessageAttributes.entry.${index + 1}`;
        parameters[`${entry}.Name`] = key;
        if (!isObject(attribute)) return;
        for (const [field, text] of Object.entries(attribute)) parameters[`${entry}.Value.${field}`] = String(text);
      });
    } else parameters[name] = typeof value === 'string' ? value : JSON.stringify(value);
  }
  return parameters;
}
