import { createServer } from 'node:net';
import { expect, test } from '@jest/globals';
import type { LocalRequest } from './http';
import { Endpoint, type EndpointParts } from './server';

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

test('tells a service when the caller has gone away', async () => {
  const endpoint = await Endpoint.listen(0);
  const served = new Promise<AbortSignal>((resolve) => {
    const stepFunctions = (_operation: string, { signal }: LocalRequest) => {
      resolve(signal);
      return new Promise<never>(() => {});
    };
    endpoint.open({ services: { stepFunctions } } as unknown as EndpointParts);
  });
  const caller = new AbortController();
  const headers = { 'x-amz-target': 'AWSStepFunctions.GetActivityTask' };
  const answer = fetch(endpoint.url, { method: 'POST', headers, body: '{}', signal: caller.signal });
  const signal = await served;
  expect(signal.aborted).toBe(false);
  const gone = new Promise((resolve) => signal.addEventListener('abort', resolve));
  caller.abort();
  await expect(answer).rejects.toThrow('aborted');
  await gone;
  await endpoint.close();
});

test('answers 503 until it is opened', async () => {
  const endpoint = await Endpoint.listen(0);
  expect((await fetch(endpoint.url)).status).toBe(503);
  await endpoint.close();
});
