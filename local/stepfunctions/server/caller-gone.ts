import type { ServerResponse } from 'node:http';

/** Aborted when the connection is closed, on which the caller would have got the answer. */
export function callerGone(response: ServerResponse): AbortSignal {
  const controller = new AbortController();
  response.once('close', () => controller.abort());
  return controller.signal;
}
