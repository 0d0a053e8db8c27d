import { uniqueInJavaOrder } from '../expressions/java-values';
import type { JsonObject } from '../json';

/** What the output of an optimized integration tells of the HTTP answer. */
export interface HttpAnswer {
  requestId: string;
  /** Milliseconds since the epoch. */
  at: number;
  statusCode?: number;
  /** Besides the request's id and the date. */
  headers: { [name: string]: string };
}

/** The members `SdkHttpMetadata` and `SdkResponseMetadata`, the headers in the order in which AWS gives them. */
export function responseMetadata({ requestId, at, statusCode = 200, headers }: HttpAnswer): JsonObject {
  const all: HttpAnswer['headers'] = { Date: new Date(at).toUTCString(), 'x-amzn-RequestId': requestId, ...headers };
  const sorted = Object.keys(all).sort((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1));
  const hashed = uniqueInJavaOrder(sorted) as string[];
  return {
    SdkHttpMetadata: {
      AllHttpHeaders: Object.fromEntries(hashed.map((name) => [name, [all[name] ?? '']])),
      HttpHeaders: Object.fromEntries(sorted.map((name) => [name, all[name] ?? ''])),
      HttpStatusCode: statusCode,
    },
    SdkResponseMetadata: { RequestId: requestId },
  };
}
