import type { OutgoingHttpHeaders } from 'node:http';
import type { LocalResponse } from '../endpoint/http';

/**
 * The answers that API Gateway gives itself: status, message, and the type that logs show.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html
 */
const ANSWERS = {
  notFound: [404, 'Not Found', 'MISSING_ROUTE'],
  unauthorized: [401, 'Unauthorized', 'UNAUTHORIZED'],
  forbidden: [403, 'Forbidden', 'ACCESS_DENIED'],
  tooLarge: [413, 'Request Entity Too Large', 'REQUEST_TOO_LARGE'],
  throttled: [429, 'Too Many Requests', 'THROTTLED'],
  failed: [500, 'Internal Server Error', 'INTEGRATION_FAILURE'],
  unavailable: [503, 'Service Unavailable', 'INTEGRATION_TIMEOUT'],
} as const;

export type GatewayAnswer = keyof typeof ANSWERS;

/** Why API Gateway answers a request itself, and how. */
export class GatewayError extends Error {
  override readonly name = 'GatewayError';
  readonly statusCode: number;
  /** What the caller reads. */
  readonly answer: string;
  /** `$context.error.responseType` */
  readonly responseType: string;

  /** @param reason for the log; the caller is told none */
  constructor(
    answer: GatewayAnswer,
    reason: string,
    readonly headers: OutgoingHttpHeaders = {},
  ) {
    super(reason);
    [this.statusCode, this.answer, this.responseType] = ANSWERS[answer];
  }

  get response(): LocalResponse {
    const body = JSON.stringify({ message: this.answer });
    return { statusCode: this.statusCode, headers: { 'content-type': 'application/json', ...this.headers }, body };
  }
}
