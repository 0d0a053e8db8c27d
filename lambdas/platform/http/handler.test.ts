import '../../fakes/environment';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import * as z from 'zod/mini';
import { call, httpEvent } from '../../fakes/http';
import { awsError } from '../../fakes/step-functions';
import { logger } from '../observability';
import { httpHandler, route } from './handler';
import { operation } from './operation';
import { NOT_FOUND, Problem } from './problem';

const getThing = operation({
  operationId: 'getThing',
  method: 'GET',
  path: '/things/{id}',
  summary: '',
  access: 'jwt',
  params: z.object({ id: z.string() }),
  answers: {
    200: { description: '', body: z.object({ id: z.string(), of: z.string() }) },
    204: { description: '', headers: { location: '' } },
  },
  problems: [NOT_FOUND],
});
const getPage = operation({
  operationId: 'getPage',
  method: 'GET',
  path: '/page',
  summary: '',
  access: 'open',
  answers: { 200: { description: '', mediaType: 'text/html' } },
});

let fail: unknown;
const thing = route(getThing, async ({ params: { id }, caller }) => {
  if (fail !== undefined) throw fail;
  if (id === 'gone') return { status: 204, headers: { location: '/elsewhere' } };
  return { status: 200, body: { id, of: caller.tenantCode } };
});
const page = route(getPage, async () => ({ status: 200, body: '<p>Ōsaka' }));
const handler = httpHandler([thing, page], { tenantClaim: 'tenant' });
const get = (id = 'a') => call(handler, getThing, { params: { id } });

let output: string;
beforeEach(() => {
  fail = undefined;
  output = '';
  logger.setLogLevel('INFO');
  const write = (text: string | Uint8Array) => {
    output += String(text);
    return true;
  };
  jest.spyOn(process.stdout, 'write').mockImplementation(write);
  jest.spyOn(process.stderr, 'write').mockImplementation(write);
});
afterEach(() => {
  jest.restoreAllMocks();
  logger.setLogLevel('SILENT');
});

describe('an answer', () => {
  test('is JSON, kept by no cache, under the request’s id', async () => {
    expect(await get()).toEqual({
      status: 200,
      headers: { 'content-type': 'application/json', 'cache-control': 'no-store', 'x-request-id': 'request-1' },
      body: { id: 'a', of: 'tenant1' },
    });
  });

  test('has the headers that it declares, and no body where it declares none', async () => {
    const { status, headers, body } = await get('gone');
    expect({ status, location: headers.location, type: headers['content-type'], body }).toEqual({
      status: 204,
      location: '/elsewhere',
      type: undefined,
      body: undefined,
    });
  });

  test('of another media type is the text as it is', async () => {
    const { headers, body } = await call(handler, getPage);
    expect([headers['content-type'], body]).toEqual(['text/html; charset=utf-8', '<p>Ōsaka']);
  });
});

describe('what goes wrong', () => {
  test('is told as the problem that was thrown, with its members and headers', async () => {
    fail = new Problem(NOT_FOUND, 'there is no thing "a"', { version: 7 }, { 'retry-after': '9' });
    expect(await get()).toEqual({
      status: 404,
      headers: {
        'content-type': 'application/problem+json',
        'cache-control': 'no-store',
        'x-request-id': 'request-1',
        'retry-after': '9',
      },
      body: {
        type: 'urn:problem-type:not-found',
        title: 'There is no such resource',
        status: 404,
        detail: 'there is no thing "a"',
        requestId: 'request-1',
        version: 7,
      },
    });
    expect(output).toContain('"problem":"not-found"');
  });

  test('no member of a problem takes the place of what every problem has', async () => {
    fail = new Problem(NOT_FOUND, 'none', { status: 200, type: 'about:blank', requestId: 'x' });
    expect((await get()).body).toMatchObject({ status: 404, requestId: 'request-1' });
  });

  test('and nobody foresaw is told as no more than an id, under which the log has the rest', async () => {
    fail = new Error('password sesame of arn:aws:dynamodb:::table/secret');
    const { status, headers, body } = await get();
    expect({ status, type: headers['content-type'] }).toEqual({ status: 500, type: 'application/problem+json' });
    expect(body).toEqual({
      type: 'urn:problem-type:internal',
      title: 'The request failed',
      status: 500,
      detail: 'The log has more of request request-1.',
      requestId: 'request-1',
    });
    expect(output).toMatch(/"level":"ERROR".*"request":"request-1".*"tenant":"tenant1".*sesame/);
  });

  test('and is no error at all is told in the same way', async () => {
    fail = 'sesame';
    expect((await get()).status).toBe(500);
  });

  test.each(['ProvisionedThroughputExceededException', 'ThrottlingException', 'TimeoutError', 'InternalServerError'])(
    'for want of capacity (%s) is to be tried again in a second',
    async (name) => {
      fail = awsError(name);
      const { status, headers, body } = await get();
      expect({ status, after: headers['retry-after'] }).toEqual({ status: 503, after: '1' });
      expect(body).toMatchObject({ type: 'urn:problem-type:busy' });
    },
  );

  test.each(['AccessDeniedException', 'ValidationException', 'ResourceNotFoundException'])(
    'for another reason (%s) is not',
    async (name) => {
      fail = awsError(name);
      expect((await get()).status).toBe(500);
    },
  );
});

test('a route that this function does not have is told apart from a thing that is not there', async () => {
  const event = { ...httpEvent(getThing, { params: { id: 'a' } }), routeKey: 'GET /others' };
  const { statusCode, body } = await handler(event);
  expect([statusCode, JSON.parse(body ?? '').detail]).toEqual([404, 'this function has no route "GET /others"']);
});

test('the tenant of one request is not in the log of the next', async () => {
  await get();
  output = '';
  await call(handler, getPage);
  fail = new Error('x');
  logger.info('next');
  expect(output).not.toContain('tenant1');
});
