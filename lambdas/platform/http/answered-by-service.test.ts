import { expect, test } from '@jest/globals';
import * as z from 'zod/mini';
import { openApiDocument } from './openapi';
import { type Operation, operation } from './operation';

const declared = operation({
  operationId: 'createThing',
  method: 'POST',
  path: '/things',
  summary: 'Makes a thing',
  access: 'jwt',
  body: z.object({ name: z.string() }),
  answers: {
    200: { description: 'The thing', body: z.object({ id: z.string() }) },
    400: { description: 'The body is not JSON' },
  },
});

function documented(one: Operation) {
  const { paths } = openApiDocument({ title: 'things', version: '1' }, [one]);
  return JSON.parse(JSON.stringify(paths))['/things'].post;
}

/** What may be answered, by status. */
function responses(one: Operation): Record<string, { description: string; content?: object }> {
  return documented(one).responses;
}

test('what a function answers are its answers and its problems, and what the gateway says for it', () => {
  const all = responses(declared);
  expect(Object.keys(all)).toEqual(['200', '400', '401', '403', '413', '429', '500', '503']);
  expect(Object.keys(all[400]?.content ?? {})).toEqual(['application/problem+json']);
});

test('what a service answers are its own answers alone, and what the gateway says for it', () => {
  const all = responses({ ...declared, answeredBy: 'service' });
  expect(Object.keys(all)).toEqual(['200', '400', '401', '413', '429', '500', '503']);
  expect(all[400]?.description).toBe('The body is not JSON');
  expect(JSON.stringify(all)).not.toContain('Problem');
});

test('what a service answers is of the media type that AWS services have', () => {
  expect(Object.keys(responses({ ...declared, answeredBy: 'service' })[200]?.content ?? {})).toEqual([
    'application/x-amz-json-1.0',
  ]);
  expect(Object.keys(responses(declared)[200]?.content ?? {})).toEqual(['application/json']);
});

test('a program can tell which operations nobody checks by their schema', () => {
  expect(documented({ ...declared, answeredBy: 'service' })['x-answered-by']).toBe('service');
  expect(documented(declared)['x-answered-by']).toBeUndefined();
});
