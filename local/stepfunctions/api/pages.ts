import { createHash } from 'node:crypto';
import type { Clock } from '../clock/clock';
import { invalidToken } from '../errors';
import type { OperationName } from '../supported';
import type { Fields } from './fields';

/** The largest page, and the usual one. @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_ListExecutions.html */
const LARGEST_PAGE = 1000;
const USUAL_PAGE = 100;
/** How long a token leads to the next page. */
const TOKEN_MS = 24 * 60 * 60 * 1000;

/** A part of a list, and the token that leads to the next part. */
export interface Page<Item> {
  items: Item[];
  nextToken?: string;
}

/**
 * What an item is ordered by in its list, and told from all others: by the first of two that differs, the smaller before
 * the larger. Numbers that descend are negative.
 */
export type Position = readonly (string | number)[];

/** A list that is given in pages. */
export interface Listing<Item> {
  operation: OperationName;
  clock: Clock;
  /** By which the list is ordered. */
  position(item: Item): Position;
  /** How long a token may be. */
  longestToken?: number;
}

/**
 * The operation's `maxResults` and `nextToken`, applied to the whole list. A page begins after where the last item of
 * the one before it stood, whatever has come to the list or gone from it since.
 *
 * @throws InvalidToken
 */
export function pageOf<Item>(all: readonly Item[], fields: Fields, listing: Listing<Item>): Page<Item> {
  const { operation, clock, position, longestToken = 1024 } = listing;
  const size = fields.optionalInteger('maxResults', { min: 0, max: LARGEST_PAGE }) || USUAL_PAGE;
  const token = fields.optionalText('nextToken', { min: 1, max: longestToken });
  // AWS takes another size with a token, as recorded.
  const question = digest(operation + fields.textWithout('nextToken', 'maxResults'));
  const from = token === undefined ? 0 : firstAfter(all, position, readToken(token, question, clock.now()));
  const items = all.slice(from, from + size);
  const last = items.at(-1);
  if (last === undefined || from + size >= all.length) return { items };
  return { items, nextToken: makeToken({ question, issuedAt: clock.now(), position: position(last) }) };
}

const digest = (text: string) => createHash('sha256').update(text).digest('base64').slice(0, 16);

/** What a token holds. */
interface Token {
  /** Which list was asked for, of what. */
  question: string;
  /** Milliseconds since the epoch. */
  issuedAt: number;
  /** Of the last item before the page that the token leads to. */
  position: Position;
}

const makeToken = ({ question, issuedAt, position }: Token) =>
  Buffer.from(JSON.stringify([question, issuedAt, ...position])).toString('base64');

function readToken(token: string, question: string, now: number): Position {
  const [asked, issuedAt, ...position] = parseToken(token);
  const known = asked === question && typeof issuedAt === 'number' && now < issuedAt + TOKEN_MS;
  if (!known) throw invalidToken('Invalid token');
  return position;
}

function parseToken(token: string): Position {
  try {
    const content: unknown = JSON.parse(Buffer.from(token, 'base64').toString());
    return Array.isArray(content) ? (content as Position) : [];
  } catch {
    return [];
  }
}

/** The index of the first item that stands after a position. */
function firstAfter<Item>(all: readonly Item[], positionOf: (item: Item) => Position, position: Position): number {
  let from = 0;
  let to = all.length;
  while (from < to) {
    const middle = Math.floor((from + to) / 2);
    const item = all[middle];
    if (item !== undefined && isAfter(positionOf(item), position)) to = middle;
    else from = middle + 1;
  }
  return from;
}

function isAfter(position: Position, other: Position): boolean {
  for (const [index, part] of position.entries()) {
    const from = other[index];
    if (from !== undefined && part !== from) return part > from;
  }
  return false;
}
