import { createHash } from 'node:crypto';

/**
 * Sort key of the rows that remember requests, which no other row has. They lie beside what a workflow keeps in a table: whoever reads
 * the table's stream leaves them out by this.
 */
export const REQUEST_SK = 'REQUEST';

/**
 * The id of what a request makes: a repeat under the same key has the same, and no other tenant can have it. 43 characters of
 * `[0-9A-Za-z_-]`.
 */
export function keyedId(tenantCode: string, idempotencyKey: string): string {
  return createHash('sha256').update(`${tenantCode}\0${idempotencyKey}`).digest('base64url');
}

/** Key of the row that remembers a request: a partition of its own. */
export function requestKey(id: string): { pk: string; sk: string } {
  return { pk: `REQUEST#${id}`, sk: REQUEST_SK };
}
