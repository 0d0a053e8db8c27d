import { expect, test } from '@jest/globals';
import { refuseWeights } from './alias-weights';

const request = (method: string, path: string, body: object | string) => ({
  method,
  path: `/2015-03-31/functions/f${path}`,
  body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
});
const weights = { FunctionVersion: '1', RoutingConfig: { AdditionalVersionWeights: { '2': 0.1 } } };

test.each([
  ['made', request('POST', '/aliases', weights)],
  ['changed', request('PUT', '/aliases/live', weights)],
])('an alias of two versions is refused where it is %s', (_, asked) => {
  expect(() => refuseWeights(asked)).toThrow('an alias leads to one version');
});

test.each([
  // As Terraform sends an alias without weights.
  request('POST', '/aliases', { FunctionVersion: '1', RoutingConfig: { AdditionalVersionWeights: {} } }),
  request('PUT', '/aliases/live', { FunctionVersion: '2' }),
  request('DELETE', '/aliases/live', ''),
  request('PUT', '/code', weights),
])('anything else passes', (asked) => {
  expect(() => refuseWeights(asked)).not.toThrow();
});
