import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { AwsClient } from '../aws/client';
import { AwsError } from '../aws/error';
import { roleCaller } from '../identity/caller';
import type { DeployedFunction } from '../lambda/deployed-function';
import { VirtualClock } from '../stepfunctions';
import { enabledMapping } from '../testing/enabled-mapping';
import { recordingLogger } from '../testing/recording-logger';
import { runFor, settle } from '../testing/run-clock';
import type { EventSourceMapping } from './mapping';
import { QueuePoller } from './queue-poller';

const queueArn = 'arn:aws:sqs:ap-northeast-1:000000000000:work';

describe('QueuePoller', () => {
  let clock: VirtualClock;
  let waiting: string[];
  let deleted: string[];
  let batches: string[][];
  /** What the function answers; a batch that is not answered is still running. */
  let answer: (ids: string[]) => Promise<object>;
  let denied: string | undefined;
  let visibilityTimeout: string;
  let logger: ReturnType<typeof recordingLogger>;
  let poller: QueuePoller;

  beforeEach(() => {
    clock = new VirtualClock(0);
    waiting = [];
    deleted = [];
    batches = [];
    answer = async () => ({});
    denied = undefined;
    visibilityTimeout = '30';
    logger = recordingLogger();
  });

  afterEach(() => poller.stop());

  function receive({ MaxNumberOfMessages }: { MaxNumberOfMessages: number }) {
    const Messages = waiting.splice(0, MaxNumberOfMessages).map((id) => ({
      MessageId: id,
      ReceiptHandle: `receipt of ${id}`,
      Body: JSON.stringify({ kind: id.startsWith('x') ? 'other' : 'order' }),
      MD5OfBody: 'md5',
    }));
    return { Messages };
  }

  function mapping(settings: Partial<EventSourceMapping> = {}): EventSourceMapping {
    return enabledMapping({
      EventSourceArn: queueArn,
      BatchSize: 10,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ...settings,
    });
  }

  function poll(settings: Partial<EventSourceMapping> = {}): EventSourceMapping {
    const polled = mapping(settings);
    poller = new QueuePoller(polled, {
      client: {
        json: async (_service: string, operation: string, input: never) => {
          if (operation === 'ReceiveMessage') return receive(input);
          if (operation === 'GetQueueAttributes') return { Attributes: { VisibilityTimeout: visibilityTimeout } };
          const { Entries } = input as { Entries: { ReceiptHandle: string }[] };
          deleted.push(...Entries.map(({ ReceiptHandle }) => ReceiptHandle.replace('receipt of ', '')));
          return {};
        },
      } as unknown as AwsClient,
      endpoint: 'http://127.0.0.1:1',
      host: {
        invoke: async ({ payload }) => {
          const { Records } = JSON.parse(payload) as { Records: { messageId: string }[] };
          const ids = Records.map(({ messageId }) => messageId);
          batches.push(ids);
          return { requestId: 'r', executedVersion: '1', logTail: '', payload: JSON.stringify(await answer(ids)) };
        },
      },
      functions: { get: async () => ({ name: 'f', roleArn: 'arn:role/f', timeoutSeconds: 30 }) as DeployedFunction },
      sessions: {
        assume: async (roleArn, name) => ({
          credentials: { accessKeyId: 'a', secretAccessKey: 's' },
          caller: roleCaller(roleArn, name),
          expiresAt: Infinity,
        }),
      },
      authorizer: {
        authorize: async (_caller, action) => {
          if (action === denied) throw new AwsError('AccessDeniedException', `may not ${action}`);
        },
      },
      destinations: { send: async () => undefined },
      clock,
      logger,
      region: 'ap-northeast-1',
    });
    poller.start();
    return polled;
  }

  test('what the function took is deleted', async () => {
    waiting = ['1', '2'];
    poll();
    await settle();
    expect([batches, deleted]).toEqual([[['1', '2']], ['1', '2']]);
  });

  test('of a partial failure only the failed come back', async () => {
    waiting = ['1', '2', '3'];
    answer = async () => ({ batchItemFailures: [{ itemIdentifier: '2' }] });
    poll();
    await settle();
    expect(deleted).toEqual(['1', '3']);
  });

  test.each([
    ['names a message it never got', async () => ({ batchItemFailures: [{ itemIdentifier: '9' }] })],
    ['is throttled', () => Promise.reject(new AwsError('TooManyRequestsException', 'Rate Exceeded.', 429))],
  ])('nothing is deleted when the function %s', async (_what, given) => {
    waiting = ['1', '2'];
    answer = given;
    poll();
    await settle();
    expect(deleted).toEqual([]);
  });

  test('a message that the filter keeps out is deleted unseen', async () => {
    waiting = ['1', 'x2', 'x3'];
    answer = async () => ({ batchItemFailures: [{ itemIdentifier: '1' }] });
    poll({ FilterCriteria: { Filters: [{ Pattern: '{"body":{"kind":["order"]}}' }] } });
    await settle();
    expect([batches, deleted]).toEqual([[['1']], ['x2', 'x3']]);
  });

  test('at most the maximum concurrency of batches run at once', async () => {
    waiting = ['1', '2', '3', '4'];
    const done: (() => void)[] = [];
    answer = () => new Promise((resolve) => done.push(() => resolve({})));
    poll({ BatchSize: 1, ScalingConfig: { MaximumConcurrency: 2 } });
    await runFor(clock, 1_000);
    expect(batches).toEqual([['1'], ['2']]);
    done[0]?.();
    await runFor(clock, 1_000);
    expect(batches).toEqual([['1'], ['2'], ['3']]);
  });

  test('a window gathers what comes', async () => {
    waiting = ['1'];
    poll({ MaximumBatchingWindowInSeconds: 2 });
    await runFor(clock, 1_000);
    waiting = ['2'];
    await runFor(clock, 500);
    expect(batches).toEqual([]);
    await runFor(clock, 1_000);
    expect(batches).toEqual([['1', '2']]);
  });

  test('a disabled mapping reads nothing until it is enabled', async () => {
    waiting = ['1'];
    const polled = poll({ State: 'Disabled' });
    await runFor(clock, 5_000);
    expect(batches).toEqual([]);
    polled.State = 'Enabled';
    await runFor(clock, 1_000);
    expect(batches).toEqual([['1']]);
  });

  test('a permission that is taken away stops the reading, which says so once, and goes on when it is back', async () => {
    waiting = ['1'];
    denied = 'sqs:DeleteMessage';
    poll();
    await runFor(clock, 10_000);
    expect([batches, logger.lines.length]).toEqual([[], 1]);
    expect(logger.lines[0]).toContain('does not have permissions to call DeleteMessage on SQS');
    denied = undefined;
    await runFor(clock, 3_000);
    expect(batches).toEqual([['1']]);
  });

  test('a visibility timeout under the timeout of the function is refused', async () => {
    visibilityTimeout = '29';
    poll();
    await expect(poller.verify()).rejects.toThrow(
      'Queue visibility timeout: 29 seconds is less than Function timeout: 30 seconds',
    );
  });
});
