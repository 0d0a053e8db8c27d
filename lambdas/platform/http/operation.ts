import type * as z from 'zod/mini';
import type { ProblemType } from './problem';

/** What an operation answers with one status. */
export interface Answer {
  readonly description: string;
  /** Schema of the JSON body. Default: no body. */
  readonly body?: z.ZodMiniType;
  /** Another media type, whose body is a text as it is. */
  readonly mediaType?: 'text/html';
  /** What each header holds. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Schema of an object whose members are texts of the request, each by its name. */
type Texts = z.ZodMiniObject;

/**
 * An operation of the HTTP API. Its handler, the route that leads there and its part of the OpenAPI document follow from this.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html
 */
export interface Operation {
  readonly operationId: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** `/orders/{id}` */
  readonly path: `/${string}`;
  readonly summary: string;
  readonly description?: string;
  /**
   * Who may call: the bearer of a token (`jwt`), a role that may invoke the route (`iam`), or anyone (`open`), whom the operation
   * itself must tell apart.
   */
  readonly access: 'jwt' | 'iam' | 'open';
  /** Schema of the parts of the path. */
  readonly params?: Texts;
  readonly query?: Texts;
  readonly body?: z.ZodMiniType;
  /** How the body is written. Default: JSON. */
  readonly bodyType?: 'application/json' | 'application/x-www-form-urlencoded';
  /** The caller gives an `Idempotency-Key`, and a repeat under the same key finds the first one's outcome. */
  readonly idempotent?: boolean;
  readonly answers: Readonly<Record<number, Answer>>;
  /** What may be wrong, besides what may be wrong with every request. */
  readonly problems?: readonly ProblemType[];
  /** Whoever does not ask for JSON, such as a person's browser, is told of problems by a page. Default: by JSON alone. */
  readonly problemsAsPages?: boolean;
  /**
   * Who answers. An AWS service that API Gateway calls by itself checks neither schemas nor the tenant and knows no problems: what
   * it answers are `answers`. Whoever adds the route knows and says so. Default: a function.
   */
  readonly answeredBy?: 'function' | 'service';
  /** The bytes of the largest body, beyond which it is refused before it is read. Default: what Lambda takes, 6 MB with the rest. */
  readonly mostBytes?: number;
}

/** Types an operation by its schemas. */
export function operation<const Declared extends Operation>(declared: Declared): Declared {
  return declared;
}

/** `POST /orders`: how API Gateway names a route. */
export function routeKey({ method, path }: Pick<Operation, 'method' | 'path'>): string {
  return `${method} ${path}`;
}
