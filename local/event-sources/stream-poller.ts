import { ROOT_CREDENTIALS } from '../aws/credentials';
import { AwsError } from '../aws/error';
import { parseFunctionReference } from '../lambda/function-reference';
import type { JsonObject, JsonValue } from '../stepfunctions';
import { invokeWithBatch } from './batch-outcome';
import { failureRecord } from './failure-record';
import { recordFilter } from './filter';
import type { EventSourceMapping } from './mapping';
import { PollLoop } from './poll-loop';
import type { Poller, PollerParts } from './poller';
import { invalid } from './settings';
import { type DiscardedBatch, StreamLane } from './stream-lane';
import type { StreamRecord } from './stream-record';

interface StreamDescription {
  StreamDescription: {
    KeySchema: { AttributeName: string; KeyType: 'HASH' | 'RANGE' }[];
    Shards: { ShardId: string }[];
  };
}

const STREAM_ACTIONS = ['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'];
const IDLE_MS = 100;
/** The most that AWS gives at once. @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_GetRecords.html */
const PAGE_RECORDS = 1_000;
const PAGE_BYTES = 1024 * 1024;
/** How many records of a page tell how large they are. */
const SAMPLE = 10;

/**
 * Reads a DynamoDB stream. MiniStack gives a stream one shard, which never splits, and checks stream permissions on `*`
 * only; so the function's role is asked for here, on the stream's own ARN, and the reading is done as root.
 */
export class StreamPoller implements Poller {
  readonly #mapping: EventSourceMapping;
  readonly #parts: PollerParts;
  readonly #loop: PollLoop;
  #lanes: StreamLane[] = [];
  #shardId = '';
  #partitionKey = '';
  #iterator: string | undefined;
  #lastSequenceNumber: string | undefined;
  /** How many records make a page: MiniStack knows no limit of bytes, and large pages would fill the memory. */
  #pageRecords = SAMPLE;
  #filter: (record: JsonObject) => boolean;

  constructor(mapping: EventSourceMapping, parts: PollerParts) {
    this.#mapping = mapping;
    this.#parts = parts;
    this.#loop = new PollLoop(mapping, parts, () => this.#poll());
    this.#filter = recordFilter(mapping.FilterCriteria);
  }

  async verify(): Promise<void> {
    const { functions, sessions, authorizer } = this.#parts;
    const { functionName, qualifier } = this.#target();
    const fn = await functions.get(functionName, qualifier);
    const { caller } = await sessions.assume(fn.roleArn, fn.name);
    try {
      for (const action of STREAM_ACTIONS) {
        await authorizer.authorize(caller, `dynamodb:${action}`, this.#mapping.EventSourceArn);
      }
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      throw invalid(
        `Cannot access stream ${this.#mapping.EventSourceArn}. Please ensure the role can perform the GetRecords, ` +
          `GetShardIterator, DescribeStream, and ListStreams Actions on your stream in IAM. (${error.message})`,
      );
    }
  }

  start(): void {
    void this.#loop.run(`Stream ${this.#mapping.EventSourceArn}`);
  }

  mappingChanged(): void {
    this.#filter = recordFilter(this.#mapping.FilterCriteria);
    for (const lane of this.#lanes) lane.wake();
  }

  stop(): void {
    this.#loop.stop();
  }

  /** Reads one page into the lanes and says how long to wait for the next, in milliseconds. */
  async #poll(): Promise<number> {
    if (!this.#enabled()) return IDLE_MS;
    const records = this.#lanes.reduce((sum, lane) => sum + lane.length, 0);
    const bytes = this.#lanes.reduce((sum, lane) => sum + lane.bytes, 0);
    if (records >= PAGE_RECORDS || bytes >= PAGE_BYTES) return IDLE_MS;
    await this.verify();
    this.#iterator ??= await this.#openIterator();
    const page = await this.#read(this.#iterator);
    if (!page) return 0;
    this.#iterator = page.NextShardIterator;
    this.#pageRecords = recordsPerPage(page.Records) ?? this.#pageRecords;
    for (const record of page.Records) {
      this.#lastSequenceNumber = record.dynamodb.SequenceNumber;
      const event = { ...record, eventSourceARN: this.#mapping.EventSourceArn };
      if (this.#filter(event)) this.#laneOf(event)?.add(event);
    }
    return page.Records.length > 0 ? 0 : IDLE_MS;
  }

  async #read(iterator: string): Promise<{ Records: StreamRecord[]; NextShardIterator?: string } | undefined> {
    try {
      const input = { ShardIterator: iterator, Limit: this.#pageRecords };
      return (await this.#ask('GetRecords', input)) as { Records: StreamRecord[]; NextShardIterator?: string };
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      if (error.code === 'TrimmedDataAccessException') this.#lastSequenceNumber = undefined;
      else if (error.code !== 'ExpiredIteratorException') throw error;
      this.#iterator = undefined;
      return undefined;
    }
  }

  async #openIterator(): Promise<string> {
    const StreamArn = this.#mapping.EventSourceArn;
    const { StreamDescription } = (await this.#ask('DescribeStream', { StreamArn })) as StreamDescription;
    this.#partitionKey = StreamDescription.KeySchema.find((key) => key.KeyType === 'HASH')?.AttributeName ?? '';
    this.#shardId = StreamDescription.Shards[0]?.ShardId ?? '';
    const start = this.#lastSequenceNumber
      ? { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: this.#lastSequenceNumber }
      : { ShardIteratorType: this.#mapping.StartingPosition };
    const answer = await this.#ask('GetShardIterator', { StreamArn, ShardId: this.#shardId, ...start });
    return (answer as { ShardIterator: string }).ShardIterator;
  }

  #laneOf(record: StreamRecord): StreamLane | undefined {
    const factor = this.#mapping.ParallelizationFactor ?? 1;
    // Another number of lanes sends keys to other lanes: not while older records of theirs are under way.
    if (this.#lanes.length !== factor && this.#lanes.every((lane) => lane.idle)) {
      this.#lanes = Array.from({ length: factor }, () => this.#newLane());
    }
    return this.#lanes[hash(record.dynamodb.Keys[this.#partitionKey] ?? null) % this.#lanes.length];
  }

  #newLane(): StreamLane {
    return new StreamLane({
      clock: this.#parts.clock,
      settings: () => this.#mapping,
      enabled: () => this.#enabled(),
      stopped: () => this.#loop.stopped,
      invoke: (records) =>
        invokeWithBatch(
          (request) => this.#parts.host.invoke(request),
          this.#target(),
          records,
          this.#mapping.FunctionResponseTypes.includes('ReportBatchItemFailures'),
        ),
      discard: (batch) => this.#discard(batch),
      onProcessed: (result) => {
        this.#mapping.LastProcessingResult = result;
      },
    });
  }

  async #discard(batch: DiscardedBatch): Promise<void> {
    const { logger, destinations, functions, sessions, clock } = this.#parts;
    const { DestinationConfig, EventSourceArn, FunctionArn } = this.#mapping;
    const { functionName, qualifier } = this.#target();
    const destination = DestinationConfig?.OnFailure?.Destination;
    const cause = batch.lastFailure ? `: ${batch.lastFailure.cause}` : '';
    logger.warn(`${functionName}: ${batch.records.length} stream records are discarded (${batch.condition})${cause}`);
    if (!destination) return;
    try {
      const fn = await functions.get(functionName, qualifier);
      const { credentials } = await sessions.assume(fn.roleArn, fn.name);
      const source = { streamArn: EventSourceArn, shardId: this.#shardId, functionArn: FunctionArn };
      await destinations.send(destination, JSON.stringify(failureRecord(batch, source, clock.now())), credentials);
    } catch (error) {
      logger.error(`The on-failure destination ${destination} did not take the record of them: ${String(error)}`);
    }
  }

  #target(): { functionName: string; qualifier?: string } {
    const { name, qualifier } = parseFunctionReference(this.#mapping.FunctionArn);
    return { functionName: name, ...(qualifier ? { qualifier } : {}) };
  }

  #enabled(): boolean {
    return !this.#loop.stopped && this.#mapping.State === 'Enabled';
  }

  #ask(operation: string, input: object): Promise<unknown> {
    return this.#parts.client.json('streams', operation, input, ROOT_CREDENTIALS);
  }
}

/** How many records like these AWS would give at once. */
function recordsPerPage(records: StreamRecord[]): number | undefined {
  const sample = records.slice(0, SAMPLE);
  if (sample.length === 0) return undefined;
  const bytes = sample.reduce((sum, record) => sum + JSON.stringify(record).length, 0) / sample.length;
  return Math.max(1, Math.min(PAGE_RECORDS, Math.floor(PAGE_BYTES / bytes)));
}

/** FNV-1a over the JSON of a partition key's value. */
function hash(value: JsonValue): number {
  let result = 0x811c9dc5;
  for (const char of JSON.stringify(value)) result = Math.imul(result ^ char.charCodeAt(0), 0x01000193) >>> 0;
  return result;
}
