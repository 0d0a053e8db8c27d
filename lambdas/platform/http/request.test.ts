import { describe, expect, test } from '@jest/globals';
import * as z from 'zod/mini';
import { type FakeRequest, httpEvent } from '../../fakes/http';
import { type Operation, operation } from './operation';
import type { Problem } from './problem';
import { type HttpEvent, parseRequest } from './request';

const item = z.strictObject({ sku: z.string(), count: z.int() });
const putOrder = operation({
  operationId: 'putOrder',
  method: 'PUT',
  path: '/orders/{id}',
  summary: '',
  access: 'jwt',
  params: z.object({ id: z.string().check(z.maxLength(5, 'is too long')) }),
  query: z.object({ limit: z._default(z.coerce.number().check(z.int()), 10) }),
  body: z.strictObject({ items: z.array(item) }),
  mostBytes: 2_000,
  idempotent: true,
  answers: {},
});
const { body: _, mostBytes: __, idempotent: ___, ...getOrder } = putOrder;
const postForm = operation({
  operationId: 'postForm',
  method: 'POST',
  path: '/form',
  summary: '',
  access: 'open',
  body: z.object({ decision: z.enum(['yes', 'no']), note: z.optional(z.string()) }),
  bodyType: 'application/x-www-form-urlencoded',
  answers: {},
});

const good: FakeRequest = {
  params: { id: 'a' },
  query: { limit: '3' },
  idempotencyKey: 'key-1',
  body: { items: [{ sku: 's', count: 1 }] },
};
const parse = (request: FakeRequest = {}) =>
  parseRequest(putOrder, httpEvent(putOrder, { ...good, ...request }), 'tenant');

function refusal(declared: Operation, event: HttpEvent, claim = 'tenant'): Problem {
  try {
    parseRequest(declared, event, claim);
  } catch (error) {
    return error as Problem;
  }
  throw new Error('the request was not refused');
}
const refused = (request: FakeRequest) => refusal(putOrder, httpEvent(putOrder, { ...good, ...request }));
const places = ({ members }: Problem) => (members.errors as { at: string }[]).map(({ at }) => at);

describe('a good request', () => {
  test('is given in the types of its schemas, with who asks', () => {
    expect(parse()).toMatchObject({
      params: { id: 'a' },
      query: { limit: 3 },
      body: { items: [{ sku: 's', count: 1 }] },
      caller: { tenantCode: 'tenant1', userId: 'user1', requestId: 'request-1' },
      idempotencyKey: 'key-1',
      requestId: 'request-1',
    });
  });

  test('may leave out what has a default, and has more in the query than anybody asks for', () => {
    expect(parse({ query: { utm: 'x' } }).query).toEqual({ limit: 10 });
    const { query: ____, ...noQuery } = good;
    expect(parseRequest(putOrder, httpEvent(putOrder, noQuery), 'tenant').query).toEqual({ limit: 10 });
  });

  test('has a body of text or of base64, in which no character is lost', () => {
    const text = JSON.stringify({ items: [{ sku: 'Ōsaka ✓', count: 1 }] });
    const event = { ...httpEvent(putOrder, good), body: Buffer.from(text).toString('base64'), isBase64Encoded: true };
    expect(parseRequest(putOrder, event, 'tenant').body).toEqual(JSON.parse(text));
  });

  test('of a form has its fields', () => {
    const event = httpEvent(postForm, { body: 'decision=yes&note=a+b%26c' });
    expect(parseRequest(postForm, event, 'tenant').body).toEqual({ decision: 'yes', note: 'a b&c' });
  });

  test('whose body nobody declares is not read', () => {
    expect(parseRequest(getOrder, httpEvent(getOrder, { ...good, body: '{' }), 'tenant').body).toBeUndefined();
  });
});

describe('the tenant', () => {
  test('is that of the claim that the environment names, whatever else names one', () => {
    const event = httpEvent(putOrder, {
      ...good,
      query: { tenant: 'other', tenantCode: 'other' },
      headers: { tenant: 'other' },
      claims: { 'custom:tenant': 'mine', tenant: 'other', sub: 'u' },
    });
    expect(parseRequest(putOrder, event, 'custom:tenant').caller).toMatchObject({ tenantCode: 'mine' });
  });

  test.each([
    ['missing', { sub: 'u' }],
    ['empty', { sub: 'u', tenant: '' }],
    ['with a #, which parts names in keys', { sub: 'u', tenant: 'tenant1#TASK' }],
    ['with a NUL, which parts names in hashes', { sub: 'u', tenant: 'a\0b' }],
    ['too long', { sub: 'u', tenant: 'x'.repeat(257) }],
    ['an empty list, as API Gateway writes it', { sub: 'u', tenant: '[]' }],
    ['a list of one', { sub: 'u', tenant: '[tenant1]' }],
    ['an object', { sub: 'u', tenant: '{"code":"tenant1"}' }],
    ['a map, as Go writes it', { sub: 'u', tenant: 'map[code:tenant1]' }],
    ['null', { sub: 'u', tenant: 'null' }],
    ['nil, as Go writes it', { sub: 'u', tenant: '<nil>' }],
    ['with half a character, which keys do not tell from another half', { sub: 'u', tenant: 'a\ud800' }],
    ['with a line break', { sub: 'u', tenant: 'tenant1\n' }],
  ])('that is %s is none', (_name, claims) => {
    const problem = refused({ claims });
    expect(problem.type).toMatchObject({ name: 'no-tenant', status: 403 });
    expect(problem.detail).toMatch(/^the claim "tenant": /);
  });

  test.each(['株式会社', 'a[1]', 'nullable', 'tenant 1', '42'])('may be called %p', (name) => {
    expect(parse({ claims: { sub: 'u', tenant: name } }).caller?.tenantCode).toBe(name);
  });

  test('is told before anything that may be wrong with the request', () => {
    expect(refused({ claims: { sub: 'u' }, body: '{', params: {} }).type.name).toBe('no-tenant');
  });

  test('of an operation that anybody may call is not asked for', () => {
    expect(parseRequest(postForm, httpEvent(postForm, { body: 'decision=no' }), 'tenant').caller).toBeUndefined();
  });

  test('without a user is served all the same', () => {
    expect(parse({ claims: { tenant: 'tenant1' } }).caller?.userId).toBe('unknown');
    expect(parse({ claims: { tenant: 'tenant1', sub: '' } }).caller?.userId).toBe('unknown');
  });
});

describe('a bad request', () => {
  test.each<[string, FakeRequest, string[]]>([
    ['a part of the path', { params: { id: 'longer' } }, ['path.id']],
    ['a query that is no number', { query: { limit: 'many' } }, ['query.limit']],
    [
      'a place in a list',
      {
        body: {
          items: [
            { sku: 's', count: 1 },
            { sku: 's', count: 1.5 },
          ],
        },
      },
      ['body.items.1.count'],
    ],
    ['a field that nobody knows', { body: { items: [], total: 1 } }, ['body.total']],
    ['no body', { body: '' }, ['body']],
    ['a body that is no JSON', { body: '{"items": [' }, ['body']],
    ['a key with a blank', { idempotencyKey: 'a b' }, ['header.idempotency-key']],
    ['a key that is too long', { idempotencyKey: 'x'.repeat(256) }, ['header.idempotency-key']],
    ['an empty key', { idempotencyKey: '' }, ['header.idempotency-key']],
    ['everything', { params: {}, query: { limit: '0.5' }, body: [] }, ['path.id', 'query.limit', 'body']],
  ])('names %s', (_name, request, expected) => {
    const problem = refused(request);
    expect(problem.type).toMatchObject({ name: 'invalid-request', status: 400 });
    expect(places(problem)).toEqual(expected);
    for (const at of expected) expect(problem.detail).toContain(`${at}: `);
  });

  test('without a key says what to do', () => {
    const { idempotencyKey: ____, ...unkeyed } = good;
    expect(refusal(putOrder, httpEvent(putOrder, unkeyed)).detail).toMatch(
      /^header\.idempotency-key: must be .*the same when you repeat it$/,
    );
  });

  test('is told without the values that were sent', () => {
    const { detail, members } = refused({ body: { items: [{ sku: 7, count: 'sesame' }], password: 'sesame' } });
    expect(JSON.stringify([detail, members])).not.toContain('sesame');
  });

  test('with very many places names the first of them, and how many more there are', () => {
    const problem = refused({ body: { items: Array.from({ length: 100 }, () => ({})) } });
    expect(places(problem)).toHaveLength(20);
    expect(problem.detail).toMatch(/; and 180 places more$/);
  });

  test('with a body over the limit says both sizes; one at the limit is read', () => {
    const sized = (bytes: number) => `{"items":[]}${' '.repeat(bytes - 12)}`;
    expect(parse({ body: sized(2_000) }).body).toEqual({ items: [] });
    const problem = refused({ body: sized(2_001) });
    expect(problem.type).toMatchObject({ name: 'content-too-large', status: 413 });
    expect(problem.detail).toBe('the body takes 2001 bytes; this operation takes 2000');
  });
});
