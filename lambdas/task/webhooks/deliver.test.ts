import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { deliver } from './deliver';
import { verifySignature } from './signature';

const BODY = '{"name":"Zürich"}';
const got: { path: string | undefined; headers: IncomingHttpHeaders; body: string }[] = [];
let server: Server;
let origin: string;

beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      got.push({ path: request.url, headers: request.headers, body: Buffer.concat(chunks).toString() });
      if (request.url === '/moved') response.writeHead(307, { Location: '/hook' });
      response.end('thanks');
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  origin = `127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const post = (url: string) =>
  deliver({ id: 'one', url }, { receiver: 'one', deliveryId: 'delivery', body: BODY }, 'key');

test('a receiver can verify what comes over the wire', async () => {
  await post(`http://user:p%40ss@${origin}/hook`);
  const [{ headers, body } = { headers: {} as IncomingHttpHeaders, body: '' }] = got;
  const signature = String(headers['x-signature']);
  expect(verifySignature('key', { signature, timestamp: String(headers['x-timestamp']), body })).toBe(true);
  expect(body).toBe(BODY);
  expect(headers).toMatchObject({
    'content-type': 'application/json',
    'x-delivery-id': 'delivery',
    authorization: `Basic ${Buffer.from('user:p@ss').toString('base64')}`,
  });
});

test('a redirect is not followed, since the signature is for the receiver that was configured', async () => {
  got.length = 0;
  await expect(post(`http://${origin}/moved`)).rejects.toMatchObject({
    name: 'DeliveryFailed',
    message: `receiver one at ${origin} answered 307`,
  });
  expect(got.map(({ path }) => path)).toEqual(['/moved']);
});

test('nobody there is told by the code alone', async () => {
  const free = createServer();
  await new Promise<void>((resolve) => {
    free.listen(0, '127.0.0.1', resolve);
  });
  const { port } = free.address() as AddressInfo;
  await new Promise((resolve) => free.close(resolve));
  await expect(post(`http://127.0.0.1:${port}/hook?token=secret`)).rejects.toThrow(
    `receiver one at 127.0.0.1:${port} can't be reached: ECONNREFUSED`,
  );
});
