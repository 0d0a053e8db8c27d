import type { JsonObject } from '../stepfunctions';

/** The parts of an optimized integration's output that describe the HTTP answer. */
export function responseMetadata(requestId: string, headers: { [name: string]: string }): JsonObject {
  const all = { 'x-amzn-RequestId': requestId, Date: new Date().toUTCString(), ...headers };
  return {
    SdkHttpMetadata: {
      AllHttpHeaders: Object.fromEntries(Object.entries(all).map(([name, value]) => [name, [value]])),
      HttpHeaders: all,
      HttpStatusCode: 200,
    },
    SdkResponseMetadata: { RequestId: requestId },
  };
}
