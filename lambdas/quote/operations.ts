import * as z from 'zod/mini';
import { operation } from '../platform/http/operation';
import { NOT_FOUND, type ProblemType } from '../platform/http/problem';
import { currency, items, MOST_PIECES, quote, sku } from './quote';

/** Nothing can be quoted for what was asked: there is no such product or currency. */
export const INVALID_QUOTE: ProblemType = {
  name: 'invalid-quote',
  status: 422,
  title: 'No quote can be given for this',
};

/** Prices or rates could not be read in time. */
export const QUOTE_UNAVAILABLE: ProblemType = {
  name: 'quote-unavailable',
  status: 503,
  title: 'Prices or rates can not be read at the moment',
};

/** What Step Functions tells of a synchronous execution, as far as callers need it. */
const execution = z.looseObject({
  status: z.enum(['SUCCEEDED', 'FAILED', 'TIMED_OUT']),
  /** The quote, as a text of JSON. There when it succeeded. */
  output: z.optional(z.string()),
  /** `InvalidQuote`: what was asked for can't be quoted. `QuoteUnavailable`: ask again. There when it failed. */
  error: z.optional(z.string()),
  /** What was wrong, for a person. */
  cause: z.optional(z.string()),
});

/** API Gateway starts the workflow by itself: no function takes part in it, and the body is the execution's input as it is. */
export const createQuote = operation({
  operationId: 'createQuote',
  method: 'POST',
  path: '/quotes',
  summary: 'What several products cost in a currency',
  description:
    'Runs the workflow and waits for it. A quote that fails is answered with 200 too: `status` says how it ended, `output` holds ' +
    'the quote as a text of JSON, as `GET /quotes` answers it, and `error` and `cause` say what was wrong. A request without ' +
    '`schemaVersion` is taken as one of version 1. Nothing is stored, so any request may be repeated.',
  access: 'jwt',
  body: z.object({ schemaVersion: z.optional(z.literal(1)), currency, items }),
  answers: {
    200: { description: 'How the execution ended', body: execution },
    400: {
      description: 'Step Functions: the body is not JSON, or larger than 256 KiB',
      body: z.looseObject({ message: z.string() }),
    },
  },
});

const pieces = z.pipe(
  z.string().check(z.regex(/^[1-9]\d{0,3}$/, `must be a whole number, 1–${MOST_PIECES}`)),
  z.pipe(z.transform(Number), z.int().check(z.maximum(MOST_PIECES))),
);

export const getQuote = operation({
  operationId: 'getQuote',
  method: 'GET',
  path: '/quotes',
  summary: 'What so many pieces of one product cost in a currency',
  access: 'jwt',
  query: z.object({ sku, quantity: pieces, currency }),
  answers: { 200: { description: 'The quote', body: quote } },
  problems: [INVALID_QUOTE, QUOTE_UNAVAILABLE],
});

/** Called by the workflow itself, which signs the request with its role. */
export const getRate = operation({
  operationId: 'getRate',
  method: 'GET',
  path: '/rates/{currency}',
  summary: 'What one euro is worth in a currency',
  access: 'iam',
  params: z.object({ currency }),
  answers: {
    200: { description: 'The rate', body: z.object({ currency, perEuro: z.number(), decimals: z.int() }) },
  },
  problems: [NOT_FOUND],
});

/** What `quote/http` answers; API Gateway and Step Functions answer `createQuote`. */
export const operations = [getQuote, getRate];
