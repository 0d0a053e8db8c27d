import { randomUUID } from 'node:crypto';
import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { AwsError } from '../aws/error';
import type { JsonObject, TaskOutcome, TaskRequest } from '../stepfunctions';
import { responseMetadata } from '../stepfunctions/integrations/response-metadata';
import { ERROR_STYLES, optimizedError } from '../stepfunctions/integrations/service-error';
import { isObject } from '../stepfunctions/json';
import { type ActingRoleParts, actingSession } from './acting-role';
import { bodyLength } from './body-length';
import { checkRequired } from './required-members';
import { exceptionOf, type ServiceModels, shapeOf } from './sdk/model';
import type { ServiceAnswer, ServiceClient } from './sdk/service-client';

export interface OptimizedTaskParts extends ActingRoleParts {
  services: ServiceClient;
  models: ServiceModels;
}

type Service = 'dynamodb' | 'sqs' | 'sns';

interface Optimized {
  service: Service;
  operation: string;
  waitsForToken: boolean;
}

const OPTIMIZED: { readonly [resource: string]: Optimized } = {
  'dynamodb:getItem': { service: 'dynamodb', operation: 'GetItem', waitsForToken: false },
  'dynamodb:putItem': { service: 'dynamodb', operation: 'PutItem', waitsForToken: false },
  'dynamodb:updateItem': { service: 'dynamodb', operation: 'UpdateItem', waitsForToken: false },
  'dynamodb:deleteItem': { service: 'dynamodb', operation: 'DeleteItem', waitsForToken: false },
  'sqs:sendMessage': { service: 'sqs', operation: 'SendMessage', waitsForToken: true },
  'sns:publish': { service: 'sns', operation: 'Publish', waitsForToken: true },
};

/** The headers of each service's answers, besides those that depend on the answer. */
const HEADERS: Readonly<Record<Service, { [name: string]: string }>> = {
  dynamodb: { Connection: 'keep-alive', 'Content-Type': 'application/x-amz-json-1.0', Server: 'Server' },
  sqs: { connection: 'keep-alive', 'Content-Type': 'application/x-amz-json-1.0' },
  sns: { connection: 'keep-alive', 'Content-Type': 'text/xml' },
};

/** The operation of a service that the resource calls. */
export function optimizedOperation(resource: string): Optimized | undefined {
  return Object.hasOwn(OPTIMIZED, resource) ? OPTIMIZED[resource] : undefined;
}

export function isOptimizedTask(resource: string, pattern?: string): boolean {
  const task = optimizedOperation(resource);
  return task !== undefined && (pattern === undefined || (pattern === 'waitForTaskToken' && task.waitsForToken));
}

/**
 * The optimized integrations of DynamoDB, SQS and SNS, which call by the names of the service's own API.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/integrate-optimized.html
 */
export async function callOptimized(task: TaskRequest, parts: OptimizedTaskParts): Promise<TaskOutcome> {
  const { service, operation } = OPTIMIZED[task.resource] ?? notOptimized(task.resource);
  const model = parts.models.find(service) ?? notOptimized(service);
  const input = isObject(task.arguments) ? task.arguments : {};
  try {
    if (service === 'sqs') await checkQueueUrl(input);
    const { credentials } = await actingSession(task, parts);
    checkRequired(model, operation, input, (name) => name);
    const sent = service === 'sqs' ? tracedMessage(input, task) : input;
    const headers = service === 'sns' ? traceHeaders(task) : {};
    const answer = await parts.services.call(model, operation, sent, (name) => name, credentials, headers);
    return { output: withMetadata(answer, service) };
  } catch (error) {
    if (error instanceof UnreachableHost) return { error: 'SQS.SdkClientException', cause: error.message };
    if (!(error instanceof AwsError)) throw error;
    const { message, statusCode, requestId = randomUUID() } = error;
    const exception = exceptionOf(model, error.code);
    // Some services answer `InvalidParameter` for an InvalidParameterException, and MiniStack does not always.
    const code = (exception === undefined ? undefined : shapeOf(model, exception).error?.code) ?? error.code;
    return optimizedError({ code, message, statusCode, requestId }, ERROR_STYLES[service], exception);
  }
}

function notOptimized(name: string): never {
  throw new Error(`No integration for ${name}, although the machine was accepted.`);
}

/** SQS hands a message's trace on to whoever receives it. */
function tracedMessage(input: JsonObject, { traceHeader }: TaskRequest): JsonObject {
  const given = input.MessageSystemAttributes ?? {};
  if (traceHeader === undefined || !isObject(given)) return input;
  const AWSTraceHeader = { DataType: 'String', StringValue: traceHeader };
  return { ...input, MessageSystemAttributes: { AWSTraceHeader, ...given } };
}

/** SNS takes the trace from the request. */
function traceHeaders({ traceHeader }: TaskRequest): Record<string, string> {
  return traceHeader === undefined ? {} : { 'x-amzn-trace-id': traceHeader };
}

/** Members in alphabetical order, the metadata among them. */
function withMetadata({ output, headers }: ServiceAnswer, service: Service): JsonObject {
  const requestId = String(headers['x-amzn-requestid'] ?? randomUUID());
  const checksum = service === 'dynamodb' ? headers['x-amz-crc32'] : undefined;
  const shown = {
    ...HEADERS[service],
    'Content-Length': String(bodyLength(service === 'sns' ? 'query' : 'json', output, requestId)),
    ...(checksum === undefined ? {} : { 'x-amz-crc32': String(checksum) }),
  };
  const all = { ...output, ...responseMetadata({ requestId, at: Date.now(), headers: shown }) };
  return Object.fromEntries(Object.entries(all).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The SDK sends a message to the host that its queue's URL names. */
class UnreachableHost extends Error {
  constructor(host: string) {
    super(`Unable to execute HTTP request: ${host}: Name or service not known`);
  }
}

async function checkQueueUrl({ QueueUrl }: JsonObject): Promise<void> {
  if (typeof QueueUrl !== 'string') return;
  if (!URL.canParse(QueueUrl)) throw new UnreachableHost(QueueUrl);
  const host = new URL(QueueUrl).hostname;
  if (isKnownHost(host)) return;
  await lookup(host).catch(() => {
    throw new UnreachableHost(host);
  });
}

/** AWS's own hosts are known without a network. */
function isKnownHost(host: string): boolean {
  return host === 'localhost' || isIP(host) !== 0 || /\.amazonaws\.com(\.cn)?$/.test(host);
}
