/**
 * What may be wrong with a request, as a kind of problem of RFC 9457.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9457
 */
export interface ProblemType {
  /** The end of its URI, `urn:problem-type:<name>`. */
  readonly name: string;
  readonly status: number;
  /** The same for each problem of the kind. */
  readonly title: string;
}

/** The media type of problems. */
export const PROBLEM_JSON = 'application/problem+json';

/** The request breaks the operation's schema: `errors` names each place. */
export const INVALID_REQUEST: ProblemType = {
  name: 'invalid-request',
  status: 400,
  title: 'The request is not what this operation expects',
};

/** The token is good, but says nothing of a tenant, or something that no tenant can be called. */
export const NO_TENANT: ProblemType = { name: 'no-tenant', status: 403, title: 'The token names no tenant' };

/** There is no such thing, or it is another tenant's: a caller can't tell which. */
export const NOT_FOUND: ProblemType = { name: 'not-found', status: 404, title: 'There is no such resource' };

/** The caller has decided on a version that is not the newest any more; `currentVersion` is. */
export const STALE_VERSION: ProblemType = { name: 'stale-version', status: 409, title: 'Somebody else was first' };

/** The body, or a part of it, is larger than this operation takes. */
export const CONTENT_TOO_LARGE: ProblemType = {
  name: 'content-too-large',
  status: 413,
  title: 'The content is too large',
};

/** A repeat must be the same request; another request takes another key. */
export const IDEMPOTENCY_CONFLICT: ProblemType = {
  name: 'idempotency-conflict',
  status: 422,
  title: 'The Idempotency-Key was used for another request',
};

/** A service behind the API is throttled. */
export const BUSY: ProblemType = { name: 'busy', status: 503, title: 'Too busy to answer: try again' };

/** Nobody foresaw it. The log has the rest, under the request's id. */
export const INTERNAL: ProblemType = { name: 'internal', status: 500, title: 'The request failed' };

/** One place of a request that breaks its schema. */
export interface InvalidPart {
  /** `body.items.0.sku`, `query.version`, `path.id` or `header.idempotency-key`. */
  readonly at: string;
  readonly detail: string;
}

/** Further members of a problem, such as the current version in a conflict. */
export type ProblemMembers = Readonly<Record<string, unknown>>;

/** Thrown by an operation to answer with a problem. */
export class Problem extends Error {
  override readonly name = 'Problem';

  /**
   * @param detail for a person: what was wrong here, and what to do
   * @param headers of the answer, such as `retry-after`
   */
  constructor(
    readonly type: ProblemType,
    readonly detail: string,
    readonly members: ProblemMembers = {},
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(`${type.name}: ${detail}`);
  }
}

/** The URI by which programs know a kind of problem. */
export function problemUri({ name }: Pick<ProblemType, 'name'>): string {
  return `urn:problem-type:${name}`;
}
