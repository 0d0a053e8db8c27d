import { describe, expect, test } from '@jest/globals';
import * as z from 'zod/mini';
import { openApiFaults } from '../../fakes/openapi';
import { openApiDocument } from './openapi';
import { problemsOf } from './openapi-responses';
import { type Operation, operation } from './operation';
import { NOT_FOUND, STALE_VERSION } from './problem';

const putThing = operation({
  operationId: 'putThing',
  method: 'PUT',
  path: '/things/{id}',
  summary: 'Keep a thing',
  access: 'jwt',
  params: z.object({ id: z.string().check(z.maxLength(9)) }),
  query: z.object({ dry: z.optional(z.enum(['yes', 'no'])), limit: z._default(z.coerce.number().check(z.int()), 10) }),
  body: z.strictObject({ name: z.string(), size: z.optional(z.int()) }),
  mostBytes: 1_000,
  idempotent: true,
  answers: {
    202: {
      description: 'Accepted',
      body: z.object({ id: z.string() }),
      headers: { location: 'Where its status can be read' },
    },
  },
  problems: [STALE_VERSION],
});
const getThing = operation({
  operationId: 'getThing',
  method: 'GET',
  path: '/things/{id}',
  summary: 'A thing',
  access: 'iam',
  params: z.object({ id: z.string() }),
  answers: { 200: { description: 'The thing', body: z.object({ id: z.string() }) } },
  problems: [NOT_FOUND],
});
const getPage = operation({
  operationId: 'getPage',
  method: 'GET',
  path: '/a-page',
  summary: 'A page',
  access: 'open',
  answers: { 200: { description: 'The page', mediaType: 'text/html' } },
  problemsAsPages: true,
});
const all: readonly Operation[] = [putThing, getThing, getPage];

const info = { title: 'things', version: '1' };
const document = openApiDocument(info, all);
const at = (...path: string[]): unknown =>
  path.reduce<unknown>((value, name) => (value as Record<string, unknown> | undefined)?.[name], document);
const statuses = (method: string, path: string) => Object.keys(at('paths', path, method, 'responses') as object);

test('is valid by the schemas of OpenAPI 3.1 and of JSON Schema, and refers to nothing that is not there', () => {
  expect(openApiFaults(document)).toEqual([]);
});

test.each<[string, Operation, RegExp]>([
  ['a part of the path without a parameter', { ...getThing, path: '/things/{id}/{other}' }, /getThing: .*\{other\}/],
  ['two operations of one name', { ...getThing, path: '/others/{id}' }, /two operations are called getThing/],
  ['a summary that is no text', { ...getThing, summary: 7 as never }, /summary: must be string/],
])('(the check sees %s)', (_, wrong, fault) => {
  const faults = openApiFaults(openApiDocument(info, [...all.filter((one) => one !== getPage), wrong]));
  expect(faults.join('\n')).toMatch(fault);
});

test('is the same however the operations are put together', () => {
  expect(JSON.stringify(openApiDocument(info, [...all].reverse()))).toBe(JSON.stringify(document));
  expect(Object.keys(at('paths') as object)).toEqual(['/a-page', '/things/{id}']);
  expect(Object.keys(at('paths', '/things/{id}') as object)).toEqual(['get', 'put']);
});

test('tells parameters, where they stand, and what may be left out', () => {
  expect(at('paths', '/things/{id}', 'put', 'parameters')).toEqual([
    { name: 'id', in: 'path', required: true, schema: { type: 'string', maxLength: 9 } },
    { name: 'dry', in: 'query', required: false, schema: { type: 'string', enum: ['yes', 'no'] } },
    { name: 'limit', in: 'query', required: false, schema: expect.objectContaining({ type: 'integer', default: 10 }) },
    expect.objectContaining({ name: 'Idempotency-Key', in: 'header', required: true }),
  ]);
});

test('tells the body’s schema and limit, and the headers of an answer', () => {
  expect(at('paths', '/things/{id}', 'put', 'requestBody')).toMatchObject({
    description: 'At most 1000 bytes',
    required: true,
    content: { 'application/json': { schema: { additionalProperties: false, required: ['name'] } } },
  });
  expect(at('paths', '/things/{id}', 'put', 'responses', '202')).toMatchObject({
    content: { 'application/json': { schema: { required: ['id'] } } },
    headers: { location: { description: 'Where its status can be read' } },
  });
  expect(at('paths', '/a-page', 'get', 'responses', '200', 'content')).toEqual({
    'text/html': { schema: { type: 'string' } },
  });
});

test('forbids no member that an answer may get, and says nothing of a whole number that every one is', () => {
  const answer = at('paths', '/things/{id}', 'put', 'responses', '202', 'content', 'application/json', 'schema');
  expect(answer).not.toHaveProperty('additionalProperties');
  expect(JSON.stringify(document)).not.toContain(String(Number.MAX_SAFE_INTEGER));
});

describe('who may call', () => {
  test.each([
    ['put', '/things/{id}', [{ jwt: [] }]],
    ['get', '/things/{id}', [{ iam: [] }]],
    ['get', '/a-page', undefined],
  ])('%s %s', (method, path, security) => {
    expect(at('paths', path, method, 'security')).toEqual(security);
  });
});

describe('what may go wrong', () => {
  test('follows from what the operation declares, and from what API Gateway answers by itself', () => {
    expect(statuses('put', '/things/{id}')).toEqual(['202', '400', '401', '403', '409', '413', '429', '500', '503']);
    expect(statuses('get', '/things/{id}')).toEqual(['200', '400', '403', '404', '429', '500', '503']);
    expect(statuses('get', '/a-page')).toEqual(['200', '429', '500', '503']);
  });

  test('is a problem where our code answers, and the gateway’s own form where it does', () => {
    const types = (status: string) =>
      Object.keys(at('paths', '/things/{id}', 'put', 'responses', status, 'content') as object);
    expect(types('409')).toEqual(['application/problem+json']);
    expect(types('401')).toEqual(['application/json']);
    expect(Object.keys(at('paths', '/a-page', 'get', 'responses', '503', 'content') as object)).toEqual([
      'application/problem+json',
      'text/html',
      'application/json',
    ]);
    expect(types('413')).toEqual(['application/problem+json', 'application/json']);
    expect(at('paths', '/things/{id}', 'put', 'responses', '503', 'headers')).toHaveProperty('retry-after');
  });

  test('names each kind once, by the URI that the answer has', () => {
    expect(at('paths', '/things/{id}', 'put', 'responses', '409', 'description')).toBe(
      'Somebody else was first (`urn:problem-type:stale-version`)',
    );
    const repeated = { ...putThing, problems: [STALE_VERSION, STALE_VERSION] };
    expect(problemsOf(repeated).filter(({ name }) => name === 'stale-version')).toHaveLength(1);
  });
});
