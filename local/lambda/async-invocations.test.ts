import { beforeEach, describe, expect, test } from '@jest/globals';
import { AwsError } from '../aws/error';
import { rootCaller } from '../identity/caller';
import { VirtualClock } from '../stepfunctions';
import { recordingLogger } from '../testing/recording-logger';
import { runFor } from '../testing/run-clock';
import { AsyncInvocations, type EventInvokeConfiguration } from './async-invocations';
import type { DeployedFunction } from './deployed-function';
import type { InvocationResult } from './invocation';

const HOUR_MS = 3_600_000;
const fn = { name: 'settle', arn: 'arn:function', roleArn: 'arn:role' } as DeployedFunction;

describe('AsyncInvocations', () => {
  let clock: VirtualClock;
  let times: number[];
  let sent: { to: string; record: Record<string, unknown> }[];
  let configuration: EventInvokeConfiguration;
  let outcome: (attempt: number) => 'ok' | 'error' | 'throttled';
  let logger: ReturnType<typeof recordingLogger>;
  let invocations: AsyncInvocations;

  beforeEach(() => {
    clock = new VirtualClock(0);
    times = [];
    sent = [];
    configuration = {};
    outcome = () => 'ok';
    logger = recordingLogger();
    const result: InvocationResult = { requestId: 'r', executedVersion: '$LATEST', payload: '{"a":1}', logTail: '' };
    invocations = new AsyncInvocations({
      clock,
      logger,
      host: {
        invoke: async () => {
          times.push(clock.now());
          const how = outcome(times.length);
          if (how === 'throttled') throw new AwsError('TooManyRequestsException', 'Rate Exceeded.', 429);
          return how === 'ok' ? result : { ...result, functionError: 'Unhandled' };
        },
      },
      functions: { get: async () => fn },
      configuration: async () => configuration,
      sessions: {
        assume: async () => ({
          credentials: { accessKeyId: 'a', secretAccessKey: 's' },
          caller: rootCaller('0'),
          expiresAt: Infinity,
        }),
      },
      destinations: { send: async (to, body) => void sent.push({ to, record: JSON.parse(body) }) },
    });
  });

  async function accept(): Promise<void> {
    invocations.accept({ functionName: 'settle', payload: '{"event":1}' });
    await runFor(clock, 8 * HOUR_MS);
  }

  test('once, when it succeeds', async () => {
    await accept();
    expect([times, sent]).toEqual([[0], []]);
  });

  test('retries after one and after two minutes, then gives up', async () => {
    outcome = () => 'error';
    await accept();
    expect(times).toEqual([0, 60_000, 180_000]);
    expect(logger.lines).toEqual([
      expect.stringContaining('settle: an asynchronous event is given up (RetriesExhausted): {"a":1}'),
    ]);
  });

  test('tells the on-failure destination all there is, and the dead-letter queue the event', async () => {
    outcome = () => 'error';
    configuration = { DestinationConfig: { OnFailure: { Destination: 'arn:failed' } }, deadLetterTarget: 'arn:dlq' };
    await accept();
    expect(sent).toMatchObject([
      {
        to: 'arn:failed',
        record: {
          requestContext: {
            functionArn: 'arn:function:$LATEST',
            condition: 'RetriesExhausted',
            approximateInvokeCount: 3,
          },
          requestPayload: { event: 1 },
          responseContext: { functionError: 'Unhandled' },
          responsePayload: { a: 1 },
        },
      },
      { to: 'arn:dlq', record: { event: 1 } },
    ]);
  });

  test('tells the on-success destination', async () => {
    configuration = { DestinationConfig: { OnSuccess: { Destination: 'arn:done' } } };
    await accept();
    expect(sent).toMatchObject([{ to: 'arn:done', record: { requestContext: { condition: 'Success' } } }]);
  });

  test('the retries that are configured', async () => {
    outcome = () => 'error';
    configuration = { MaximumRetryAttempts: 0 };
    await accept();
    expect(times).toEqual([0]);
  });

  test('a throttled event waits its turn and uses up no retry', async () => {
    outcome = (attempt) => (attempt <= 5 ? 'throttled' : 'ok');
    await accept();
    expect(times).toEqual([0, 1_000, 3_000, 7_000, 15_000, 31_000]);
  });

  test('an event that is throttled for too long is given up', async () => {
    outcome = () => 'throttled';
    configuration = { MaximumEventAgeInSeconds: 60, DestinationConfig: { OnFailure: { Destination: 'arn:failed' } } };
    await accept();
    expect(times.at(-1)).toBeLessThanOrEqual(60_000);
    expect(sent).toMatchObject([{ record: { requestContext: { condition: 'EventAgeExceeded' } } }]);
  });
});
