import type { IncomingHttpHeaders } from 'node:http';
import type { JsonObject } from '../json';

/**
 * The input of an operation, with the trace header that was sent beside it: of StartExecution and StartSyncExecution AWS
 * takes that of HTTP before that of the body.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html
 */
export function withTraceHeader(operation: string, input: JsonObject, headers: IncomingHttpHeaders): JsonObject {
  const traceHeader = headers['x-amzn-trace-id'];
  if (operation !== 'StartExecution' && operation !== 'StartSyncExecution') return input;
  return typeof traceHeader === 'string' && traceHeader !== '' ? { ...input, traceHeader } : input;
}
