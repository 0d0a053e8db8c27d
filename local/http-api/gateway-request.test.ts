import { createServer, request as httpRequest } from 'node:http';
import { expect, test } from '@jest/globals';
import { type GatewayRequest, readGatewayRequest } from './gateway-request';

/** What is read of a request that goes over a connection. */
function received(path: string, headers: { [name: string]: string | string[] }, body = ''): Promise<GatewayRequest> {
  return new Promise((resolve, reject) => {
    const server = createServer((message, response) => {
      readGatewayRequest(message, { apiId: 'api1', path: '/a' }, { region: 'ap-northeast-1', now: 5 })
        .then(resolve, reject)
        .finally(() => {
          response.end();
          server.close();
        });
    });
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' ? address?.port : 0;
      const agent = false;
      httpRequest({ host: '127.0.0.1', port, path, method: 'POST', headers, agent }).on('error', reject).end(body);
    });
  });
}

test('values of one name are joined, cookies stand by themselves', async () => {
  const headers = { 'X-A': ['1', '2'], cookie: 'a=1; b=2', host: 'h', 'x-amzn-trace-id': 'Root=1-2-3' };
  expect(await received('/_aws/x?q=1&r=%20&q=2', headers, 'body')).toMatchObject({
    id: expect.stringMatching(/^[\w+/]{15}=$/),
    receivedAt: 5,
    method: 'POST',
    path: '/a',
    queryString: 'q=1&r=%20&q=2',
    query: { q: '1,2', r: ' ' },
    headers: { 'x-a': '1,2', host: 'h', 'x-amzn-trace-id': 'Root=1-2-3', 'x-forwarded-for': '127.0.0.1' },
    cookies: ['a=1', 'b=2'],
    body: Buffer.from('body'),
    sourceIp: '127.0.0.1',
    domainName: 'api1.execute-api.ap-northeast-1.amazonaws.com',
  });
});

test('a request without a trace begins one', async () => {
  const { headers, cookies } = await received('/', {});
  expect(headers['x-amzn-trace-id']).toMatch(/^Root=1-/);
  expect([Object.keys(headers).includes('cookie'), cookies]).toEqual([false, []]);
});

test('a body of 10 MB is read, a larger one is not kept', async () => {
  const largest = 'x'.repeat(10 * 1024 * 1024);
  expect((await received('/', {}, largest)).body).toHaveLength(largest.length);
  expect((await received('/', {}, `${largest}x`)).body).toBeUndefined();
});
