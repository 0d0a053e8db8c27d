import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { startLocalAws } from './start';
import { LocalAccount } from './testing/local-account';
import { recordingLogger } from './testing/recording-logger';
import { MINISTACK } from './testing/running-aws';

jest.setTimeout(60_000);

const logger = recordingLogger();
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'local-aws-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a port in use is an error, and leaves nothing running', async () => {
  const other = createServer();
  await new Promise<void>((done) => other.listen(0, '127.0.0.1', done));
  const address = other.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const options = { port, ministack: MINISTACK, dataFolder: join(folder, 'second'), logger };
  await expect(startLocalAws(options)).rejects.toThrow(`Port ${port} on 127.0.0.1 is already in use`);
  await new Promise((done) => other.close(done));
});

test('a missing MiniStack is an error that says where it was looked for', async () => {
  const options = { port: 0, ministack: join(folder, 'none'), dataFolder: join(folder, 'third'), logger };
  await expect(startLocalAws(options)).rejects.toThrow(`There is no MiniStack at ${join(folder, 'none')}.`);
});

test('after the stop nothing answers, and a file says which rights roles have used', async () => {
  const rightsFile = join(folder, 'rights.json');
  const second = await startLocalAws({
    port: 0,
    ministack: MINISTACK,
    dataFolder: join(folder, 'fourth'),
    logger,
    rightsFile,
  });
  const there = new LocalAccount(second);
  await there.json('sqs', 'CreateQueue', { QueueName: 'jobs' });
  const [jobs, others] = ['jobs', 'others-*'].map((name) => there.arn('sqs', name));
  const own = ['sqs:SendMessage', 'sqs:GetQueueUrl'];
  const role = await there.role('user', 'lambda.amazonaws.com', [own, [`${jobs}`, `${others}`]], [['states:*'], ['*']]);
  const credentials = await there.assume(role);
  await there.client.json('sqs', 'GetQueueUrl', { QueueName: 'jobs' }, credentials);
  await there.states('ListStateMachines', {}, credentials);
  await second.stop();
  await second.stop();
  await expect(fetch(second.endpoint)).rejects.toThrow();
  const right = (action: string, resource: string | undefined, used: boolean) => ({
    role: 'user',
    action,
    resource,
    used,
  });
  expect(JSON.parse(readFileSync(rightsFile, 'utf8'))).toEqual([
    right('sqs:GetQueueUrl', jobs, true),
    right('sqs:GetQueueUrl', others, false),
    right('sqs:SendMessage', jobs, false),
    right('sqs:SendMessage', others, false),
    right('states:*', '*', true),
  ]);
});
