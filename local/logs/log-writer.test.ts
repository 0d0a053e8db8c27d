import { beforeEach, describe, expect, test } from '@jest/globals';
import type { AwsClient } from '../aws/client';
import { AwsError } from '../aws/error';
import { VirtualClock } from '../stepfunctions';
import { recordingLogger } from '../testing/recording-logger';
import { runFor } from '../testing/run-clock';
import { LogWriter } from './log-writer';

const group = 'arn:aws:logs:ap-northeast-1:000000000000:log-group:/aws/lambda/f';

describe('LogWriter', () => {
  let clock: VirtualClock;
  let calls: { operation: string; input: { logEvents?: { message: string }[] } }[];
  let missing: boolean;
  let asked: string[];
  let denied: string | undefined;
  let logger: ReturnType<typeof recordingLogger>;
  let writer: LogWriter;

  beforeEach(() => {
    clock = new VirtualClock(0);
    calls = [];
    asked = [];
    missing = false;
    denied = undefined;
    logger = recordingLogger();
    const json = async (_service: string, operation: string, input: object) => {
      calls.push({ operation, input });
      if (operation === 'CreateLogGroup') missing = false;
      if (missing && operation === 'CreateLogStream') throw new AwsError('ResourceNotFoundException', 'no group');
      return {};
    };
    const client = { json } as unknown as AwsClient;
    writer = new LogWriter({ client, clock, logger, region: 'ap-northeast-1', accountId: '000000000000' });
  });

  const write = (message: string) =>
    writer.write(
      {
        group: '/aws/lambda/f',
        stream: 's',
        permit: async (action, resource) => {
          asked.push(`${action} ${resource}`);
          if (action === denied) throw new AwsError('AccessDeniedException', `no ${action}`);
        },
      },
      message,
    );
  const operations = () => calls.map(({ operation }) => operation);

  test('gathers lines for a second, with the permissions that AWS asks for', async () => {
    write('one');
    write('two');
    await runFor(clock, 1_000);
    expect(operations()).toEqual(['CreateLogStream', 'PutLogEvents']);
    expect(calls[1]?.input.logEvents?.map(({ message }) => message)).toEqual(['one', 'two']);
    expect(asked).toEqual([`logs:CreateLogStream ${group}:*`, `logs:PutLogEvents ${group}:log-stream:s`]);
  });

  test('creates the stream once, and the group where it is missing', async () => {
    missing = true;
    write('one');
    await runFor(clock, 1_000);
    write('two');
    await runFor(clock, 1_000);
    expect(operations()).toEqual([
      'CreateLogStream',
      'CreateLogGroup',
      'CreateLogStream',
      'PutLogEvents',
      'PutLogEvents',
    ]);
  });

  test('without the permission lines are lost, and that is said once', async () => {
    denied = 'logs:PutLogEvents';
    write('one');
    await runFor(clock, 1_000);
    write('two');
    await runFor(clock, 1_000);
    expect(operations()).not.toContain('PutLogEvents');
    expect(logger.lines).toEqual([
      'Log lines for /aws/lambda/f are lost, as they would be on AWS: no logs:PutLogEvents',
    ]);
  });

  test('many lines go in calls of at most 10,000 events and 1 MB', async () => {
    for (let line = 0; line < 10_001; line++) write('x');
    for (let line = 0; line < 3; line++) write('y'.repeat(600_000));
    await writer.flush();
    const sizes = calls
      .filter(({ operation }) => operation === 'PutLogEvents')
      .map(({ input }) => input.logEvents?.length);
    expect(sizes).toEqual([10_000, 2, 1, 1]);
  });
});
