import { invalidToken } from '../errors';
import type { Fields } from './fields';

/** The largest page, and the usual one. @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_ListExecutions.html */
const LARGEST_PAGE = 1000;
const USUAL_PAGE = 100;

/** A part of a list, and the token that leads to the next part. */
export interface Page<Item> {
  items: Item[];
  nextToken?: string;
}

/** The operation's `maxResults` and `nextToken`, applied to the whole list. */
export function pageOf<Item>(all: readonly Item[], fields: Fields, longestToken = 1024): Page<Item> {
  const size = fields.optionalInteger('maxResults', { min: 0, max: LARGEST_PAGE }) || USUAL_PAGE;
  const from = readToken(fields.optionalText('nextToken', { min: 1, max: longestToken }));
  const items = all.slice(from, from + size);
  return from + size < all.length ? { items, nextToken: makeToken(from + size) } : { items };
}

const PREFIX = 'from:';

const makeToken = (from: number) => Buffer.from(`${PREFIX}${from}`).toString('base64');

function readToken(token: string | undefined): number {
  if (token === undefined) return 0;
  const text = Buffer.from(token, 'base64').toString();
  const from = text.startsWith(PREFIX) ? Number(text.slice(PREFIX.length)) : Number.NaN;
  if (!Number.isInteger(from) || from < 0) throw invalidToken('Invalid token');
  return from;
}
