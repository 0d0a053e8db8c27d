import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { AwsClient } from '../aws/client';
import { AwsError } from '../aws/error';
import { roleCaller } from '../identity/caller';
import type { DeployedFunction } from '../lambda/deployed-function';
import { VirtualClock } from '../stepfunctions';
import { enabledMapping } from '../testing/enabled-mapping';
import { recordingLogger } from '../testing/recording-logger';
import { runFor } from '../testing/run-clock';
import type { EventSourceMapping } from './mapping';
import { StreamPoller } from './stream-poller';

const stream = 'arn:aws:dynamodb:ap-northeast-1:000000000000:table/commands/stream/1';

/** A stream whose iterators are positions; `expired` makes the next read fail once. */
class FakeStream {
  readonly records: { eventName: string; dynamodb: object }[] = [];
  readonly iteratorsOpened: object[] = [];
  /** How many records each answer had. */
  readonly pages: number[] = [];
  expired = false;

  put(pk: string, text = ''): void {
    this.records.push({
      eventName: 'INSERT',
      dynamodb: {
        Keys: { pk: { S: pk } },
        SequenceNumber: String(this.records.length),
        ApproximateCreationDateTime: 0,
        ...(text === '' ? {} : { NewImage: { text: { S: text } } }),
      },
    });
  }

  async answer(operation: string, input: { [name: string]: string }): Promise<object> {
    switch (operation) {
      case 'DescribeStream':
        return {
          StreamDescription: { KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }], Shards: [{ ShardId: 'shard' }] },
        };
      case 'GetShardIterator':
        this.iteratorsOpened.push(input);
        return { ShardIterator: this.#start(input) };
      default: {
        if (this.expired) {
          this.expired = false;
          throw new AwsError('ExpiredIteratorException', 'The shard iterator has expired');
        }
        const from = Number(input.ShardIterator);
        const page = this.records.slice(from, from + Number(input.Limit));
        this.pages.push(page.length);
        return { Records: page, NextShardIterator: String(from + page.length) };
      }
    }
  }

  #start({ ShardIteratorType, SequenceNumber }: { [name: string]: string }): string {
    if (ShardIteratorType === 'AFTER_SEQUENCE_NUMBER') return String(Number(SequenceNumber) + 1);
    return ShardIteratorType === 'LATEST' ? String(this.records.length) : '0';
  }
}

describe('StreamPoller', () => {
  let clock: VirtualClock;
  let source: FakeStream;
  let batches: string[][];
  /** By name and qualifier, those who were invoked. */
  let invoked: string[];
  let running: number;
  let mostAtOnce: number;
  let asked: string[];
  let poller: StreamPoller;

  beforeEach(() => {
    clock = new VirtualClock(0);
    source = new FakeStream();
    batches = [];
    invoked = [];
    running = 0;
    mostAtOnce = 0;
    asked = [];
  });

  afterEach(() => poller.stop());

  function poll(settings: Partial<EventSourceMapping> = {}): EventSourceMapping {
    const mapping = enabledMapping({
      EventSourceArn: stream,
      BatchSize: 100,
      FunctionResponseTypes: [],
      StartingPosition: 'TRIM_HORIZON',
      ...settings,
    });
    poller = new StreamPoller(mapping, {
      client: {
        json: (_service: string, operation: string, input: { [name: string]: string }) =>
          source.answer(operation, input),
      } as unknown as AwsClient,
      endpoint: 'http://127.0.0.1:1',
      host: {
        invoke: async ({ payload, functionName, qualifier = '' }) => {
          invoked.push(`${functionName}:${qualifier}`);
          const { Records } = JSON.parse(payload) as { Records: { dynamodb: { Keys: { pk: { S: string } } } }[] };
          batches.push(Records.map(({ dynamodb }) => dynamodb.Keys.pk.S));
          mostAtOnce = Math.max(mostAtOnce, ++running);
          await new Promise<void>((resolve) => clock.setTimeout(resolve, 1_000));
          running--;
          return { requestId: 'r', executedVersion: '1', logTail: '', payload: 'null' };
        },
      },
      functions: { get: async () => ({ name: 'f', roleArn: 'arn:role/f' }) as DeployedFunction },
      sessions: {
        assume: async (roleArn, name) => ({
          credentials: { accessKeyId: 'a', secretAccessKey: 's' },
          caller: roleCaller(roleArn, name),
          expiresAt: Infinity,
        }),
      },
      authorizer: { authorize: async (_caller, action, resource) => void asked.push(`${action} ${resource}`) },
      destinations: { send: async () => undefined },
      clock,
      logger: recordingLogger(),
      region: 'ap-northeast-1',
    });
    poller.start();
    return mapping;
  }

  const put = (...keys: string[]) => {
    for (const pk of keys) source.put(pk);
  };

  test('asks for each permission on the very stream', async () => {
    poll();
    await poller.verify();
    expect(new Set(asked)).toEqual(
      new Set(
        ['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'].map((name) => `dynamodb:${name} ${stream}`),
      ),
    );
  });

  test('hands on to the alias, and from its next batch on to another one', async () => {
    const mapping = poll();
    const fn = mapping.FunctionArn;
    mapping.FunctionArn = `${fn}:live`;
    put('one');
    await runFor(clock, 3_000);
    mapping.FunctionArn = `${fn}:next`;
    put('two');
    await runFor(clock, 3_000);
    expect(batches).toEqual([['one'], ['two']]);
    expect(invoked.map((reference) => reference.split(':').at(-1))).toEqual(['live', 'next']);
  });

  test('TRIM_HORIZON begins with the oldest record, LATEST with the next', async () => {
    put('old');
    poll();
    await runFor(clock, 2_000);
    expect(batches).toEqual([['old']]);
    poller.stop();
    batches = [];
    invoked = [];
    poll({ StartingPosition: 'LATEST' });
    await runFor(clock, 2_000);
    put('new');
    await runFor(clock, 2_000);
    expect(batches).toEqual([['new']]);
  });

  test('goes on after the last record when its iterator has expired: nothing twice, nothing lost', async () => {
    put('a');
    poll();
    await runFor(clock, 2_000);
    source.expired = true;
    put('b');
    await runFor(clock, 2_000);
    expect(batches).toEqual([['a'], ['b']]);
    expect(source.iteratorsOpened.at(-1)).toMatchObject({
      ShardIteratorType: 'AFTER_SEQUENCE_NUMBER',
      SequenceNumber: '0',
    });
  });

  test('one batch at a time without a parallelization factor', async () => {
    put(...'abcdef');
    poll({ BatchSize: 2 });
    await runFor(clock, 5_000);
    expect([batches, mostAtOnce]).toEqual([
      [
        ['a', 'b'],
        ['c', 'd'],
        ['e', 'f'],
      ],
      1,
    ]);
  });

  test('with a factor several run at once, and a key stays in order in its lane', async () => {
    put(...'abcdefgh', ...'abcdefgh');
    poll({ ParallelizationFactor: 4, BatchSize: 1 });
    await runFor(clock, 20_000);
    expect(mostAtOnce).toBeGreaterThan(1);
    expect(mostAtOnce).toBeLessThanOrEqual(4);
    expect(batches.flat().sort()).toEqual([...'aabbccddeeffgghh']);
  });

  test('another factor moves no key while older records of it are under way', async () => {
    put(...'abcdefgh');
    const mapping = poll({ ParallelizationFactor: 2, BatchSize: 1 });
    await runFor(clock, 500);
    mapping.ParallelizationFactor = 10;
    put(...'abcdefgh');
    await runFor(clock, 2_000);
    expect(mostAtOnce).toBeLessThanOrEqual(2);
  });

  test('reads a mebibyte ahead at most, however many records there are', async () => {
    for (let index = 0; index < 40; index++) source.put(`key-${index}`, 'x'.repeat(200 * 1024));
    poll({ BatchSize: 1 });
    await runFor(clock, 1_500);
    expect(source.pages.filter((page) => page > 0)).toEqual([10]);
    await runFor(clock, 60_000);
    expect(batches.flat()).toHaveLength(40);
    expect(Math.max(...source.pages.slice(1))).toBe(5);
  });

  test('a disabled mapping goes on where it stopped', async () => {
    put('a');
    const mapping = poll();
    await runFor(clock, 2_000);
    mapping.State = 'Disabled';
    put('b');
    await runFor(clock, 5_000);
    expect(batches).toEqual([['a']]);
    mapping.State = 'Enabled';
    poller.mappingChanged();
    await runFor(clock, 2_000);
    expect(batches).toEqual([['a'], ['b']]);
  });
});
