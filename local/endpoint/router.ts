import type { IncomingMessage } from 'node:http';
import { type ApiAddress, apiAddress } from '../http-api/address';
import { credentialScope } from '../identity/caller';
import { isObserved } from './observers';
import { queueBatchOperation } from './queue-batches';

/** Which part serves a request. */
export type Route =
  | { to: 'httpApi'; address: ApiAddress }
  | { to: 'apiGateway' }
  | { to: 'stepFunctions'; operation: string }
  | { to: 'invoke'; functionReference: string }
  | { to: 'eventSourceMappings' }
  | { to: 'putEvents' }
  | { to: 'queueBatch'; operation: string }
  | { to: 'observed'; service: string }
  | { to: 'ministack' };

const STEP_FUNCTIONS = 'AWSStepFunctions.';
const INVOKE = /^\/2015-03-31\/functions\/([^/]+)\/invocations\/?$/;
const MAPPINGS = /^\/2015-03-31\/event-source-mappings(\/|$)/;
const MAPPING_TAGS = /^\/2017-03-31\/tags\/arn(:|%3A).*event-source-mapping/i;

/** Routes by the API that is addressed, else by protocol: the JSON target, else the path, else the service that the signature names. */
export function route(request: Pick<IncomingMessage, 'url' | 'method' | 'headers'>): Route {
  const address = apiAddress(request.url ?? '/', request.headers.host);
  if (address) return { to: 'httpApi', address };
  const target = String(request.headers['x-amz-target'] ?? '');
  if (target.startsWith(STEP_FUNCTIONS)) return { to: 'stepFunctions', operation: target.slice(STEP_FUNCTIONS.length) };
  if (target === 'AWSEvents.PutEvents') return { to: 'putEvents' };
  const batch = queueBatchOperation(target);
  if (batch) return { to: 'queueBatch', operation: batch };
  const path = (request.url ?? '/').split('?')[0] ?? '/';
  const invoked = INVOKE.exec(path)?.[1];
  if (invoked && request.method === 'POST') return { to: 'invoke', functionReference: decodeURIComponent(invoked) };
  if (MAPPINGS.test(path) || MAPPING_TAGS.test(path)) return { to: 'eventSourceMappings' };
  const service = credentialScope(request.headers.authorization)?.service;
  if (service === 'apigateway') return { to: 'apiGateway' };
  if (service !== undefined && isObserved(service)) return { to: 'observed', service };
  if (service === undefined && isForm(request)) return { to: 'observed', service: 'sts' };
  return { to: 'ministack' };
}

/** What is sent without a signature in the query protocol can only be a web identity that takes a role. */
function isForm({ method, headers, url }: Pick<IncomingMessage, 'method' | 'headers' | 'url'>): boolean {
  const isRoot = (url ?? '/').split('?')[0] === '/';
  return isRoot && method === 'POST' && /x-www-form-urlencoded/.test(headers['content-type'] ?? '');
}

/** Told of a request by its service and operation, for whoever counts. */
export type OnRequest = (service: string, operation: string) => void;

/** The service that the signature names, and the operation of the JSON target; for other protocols the HTTP method. */
export function requestName(
  request: Pick<IncomingMessage, 'method' | 'headers'>,
): [service: string, operation: string] {
  const target = String(request.headers['x-amz-target'] ?? '');
  const service = credentialScope(request.headers.authorization)?.service ?? 'unsigned';
  return [service, target.split('.')[1] ?? request.method ?? 'GET'];
}
