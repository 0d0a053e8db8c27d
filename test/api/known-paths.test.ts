import { expect, test } from '@jest/globals';
import { knownPath } from './known-paths';

const document = {
  paths: {
    '/orders': { get: { operationId: 'listOrders' }, post: { operationId: 'createOrder' } },
    '/orders/{id}': { get: { operationId: 'getOrder' } },
    '/entities/{entityType}/{id}': { get: { operationId: 'getEntity' } },
  },
};

test('a path that was read is told by its operation and its parameters', () => {
  expect(knownPath(document, { method: 'GET', path: '/entities/a%2Fb/7?version=3', tenantCode: 't' })).toEqual({
    operationId: 'getEntity',
    parameters: { entityType: 'a/b', id: '7' },
    tenantCode: 't',
  });
});

test.each([
  ['a list', { method: 'GET', path: '/orders', tenantCode: 't' }],
  ['what is written', { method: 'POST', path: '/orders', tenantCode: 't' }],
  ['what nobody is asked for by name', { method: 'GET', path: '/orders/1' }],
  ['another path', { method: 'GET', path: '/orders/1/lines', tenantCode: 't' }],
] as const)('%s is none', (_, request) => {
  expect(knownPath(document, request)).toBeUndefined();
});
