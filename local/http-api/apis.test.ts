import { beforeEach, expect, test } from '@jest/globals';
import { AwsError } from '../aws/error';
import type { JsonObject } from '../stepfunctions';
import { HttpApis } from './apis';

let resources: { [path: string]: JsonObject };
let read: string[];
let apis: HttpApis;

beforeEach(() => {
  resources = {
    '/v2/apis/a': { apiId: 'a', protocolType: 'HTTP' },
    '/v2/apis/a/stages': { items: [{ stageName: '$default' }] },
    '/v2/apis/a/routes': { items: [{ routeKey: 'GET /' }] },
    '/v2/apis/a/integrations': { items: [] },
    '/v2/apis/a/authorizers': { items: [] },
    '/v2/apis/socket': { apiId: 'socket', protocolType: 'WEBSOCKET' },
  };
  read = [];
  apis = new HttpApis(async (path) => {
    read.push(path);
    const resource = resources[path];
    if (!resource) throw new AwsError('NotFoundException', 'none', 404);
    return resource;
  });
});

test('an API is read once, until a change', async () => {
  expect(await apis.get('a')).toMatchObject({
    apiId: 'a',
    stages: [{ stageName: '$default' }],
    routes: [{ routeKey: 'GET /' }],
  });
  await apis.get('a');
  expect(read).toHaveLength(5);
  resources['/v2/apis/a/routes'] = { items: [] };
  apis.forget();
  expect(await apis.get('a')).toMatchObject({ routes: [] });
});

test('what is read while something changes is not kept', async () => {
  const before = apis.get('a');
  apis.forget();
  await before;
  resources['/v2/apis/a/stages'] = { items: [] };
  expect(await apis.get('a')).toMatchObject({ stages: [] });
});

test('WebSocket APIs, REST APIs and what is none are not served', async () => {
  expect(await apis.get('socket')).toBeUndefined();
  expect(await apis.get('rest')).toBeUndefined();
});

test('a control plane that fails is asked again', async () => {
  const failing = new HttpApis(async () => {
    throw new AwsError('InternalFailure', 'not now', 500);
  });
  await expect(failing.get('a')).rejects.toThrow('not now');
  await expect(failing.get('a')).rejects.toThrow('not now');
});
