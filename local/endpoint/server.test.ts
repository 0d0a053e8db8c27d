import { createServer } from 'node:net';
import { expect, test } from '@jest/globals';
import { Endpoint } from './server';

test('a port in use is an error that names it and the way out', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const address = other.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  await expect(Endpoint.listen(port)).rejects.toThrow(
    `Port ${port} on 127.0.0.1 is already in use, perhaps by another local AWS. End that program, or choose another port with --port <number>.`,
  );
  await new Promise((resolve) => other.close(resolve));
});

test('answers 503 until it is opened', async () => {
  const endpoint = await Endpoint.listen(0);
  expect((await fetch(endpoint.url)).status).toBe(503);
  await endpoint.close();
});
