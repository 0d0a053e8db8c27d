import type { Clock } from '../stepfunctions';
import type { BatchOutcome } from './batch-outcome';
import type { MappingSettings } from './mapping';
import { createdAtMs, type StreamRecord } from './stream-record';

export type DiscardCondition = 'RetryAttemptsExhausted' | 'MaxRecordAgeExceeded';

/** A batch that is given up, and what is known of its last failure. */
export interface DiscardedBatch {
  records: StreamRecord[];
  condition: DiscardCondition;
  invokeCount: number;
  lastFailure: Extract<BatchOutcome, { kind: 'error' }> | undefined;
}

export interface StreamLaneOptions {
  clock: Clock;
  /** Read before each batch: an update of the mapping works from the next one on. */
  settings(): MappingSettings;
  invoke(records: StreamRecord[]): Promise<BatchOutcome>;
  discard(batch: DiscardedBatch): Promise<void>;
  /** Told after each batch: what CloudWatch and GetEventSourceMapping show. */
  onProcessed(result: string): void;
  /** While false, no further batch starts. */
  enabled(): boolean;
  /** Once true, nothing is done any more. */
  stopped(): boolean;
}

interface Batch {
  records: StreamRecord[];
  failures: number;
  invocations: number;
  lastFailure?: Extract<BatchOutcome, { kind: 'error' }>;
}

const FIRST_BACKOFF_MS = 1_000;
const MAX_BACKOFF_MS = 60_000;
const MAX_BATCH_BYTES = 6 * 1024 * 1024;

/**
 * One of the mapping's concurrent lines of a shard: its records in order, one batch at a time. A shard has as many lanes as
 * its parallelization factor, and a partition key always takes the same one.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html
 */
export class StreamLane {
  readonly #options: StreamLaneOptions;
  readonly #queue: { record: StreamRecord; bytes: number; arrivedAt: number }[] = [];
  #queuedBytes = 0;
  #working = false;
  #onFull: (() => void) | undefined;

  constructor(options: StreamLaneOptions) {
    this.#options = options;
  }

  /** Records that wait for their batch. */
  get length(): number {
    return this.#queue.length;
  }

  /** How much those records are, as JSON. */
  get bytes(): number {
    return this.#queuedBytes;
  }

  get idle(): boolean {
    return this.#queue.length === 0 && !this.#working;
  }

  add(record: StreamRecord): void {
    const arrivedAt = this.#options.clock.now();
    const bytes = Buffer.byteLength(JSON.stringify(record));
    this.#queue.push({ record, bytes, arrivedAt });
    this.#queuedBytes += bytes;
    if (this.#queue.length >= this.#options.settings().BatchSize) this.#onFull?.();
    this.wake();
  }

  /** Goes on where it stopped, after the mapping was enabled again. */
  wake(): void {
    if (this.#working) return;
    this.#working = true;
    void this.#work().finally(() => {
      this.#working = false;
    });
  }

  async #work(): Promise<void> {
    while (this.#queue.length > 0 && this.#options.enabled()) {
      await this.#gather();
      await this.#process({ records: this.#takeBatch(), failures: 0, invocations: 0 });
    }
  }

  /** Waits until the batch is full or its window, counted from its first record, is over. */
  async #gather(): Promise<void> {
    const { MaximumBatchingWindowInSeconds, BatchSize } = this.#options.settings();
    const first = this.#queue[0];
    if (!first) return;
    const left = first.arrivedAt + MaximumBatchingWindowInSeconds * 1000 - this.#options.clock.now();
    if (this.#queue.length >= BatchSize || left <= 0) return;
    const full = new Promise<void>((resolve) => {
      this.#onFull = resolve;
    });
    await Promise.race([full, this.#sleep(left)]);
    this.#onFull = undefined;
  }

  #takeBatch(): StreamRecord[] {
    const { BatchSize } = this.#options.settings();
    let bytes = 0;
    let count = 0;
    for (const entry of this.#queue.slice(0, BatchSize)) {
      if (count > 0 && bytes + entry.bytes > MAX_BATCH_BYTES) break;
      bytes += entry.bytes;
      count++;
    }
    this.#queuedBytes -= bytes;
    return this.#queue.splice(0, count).map(({ record }) => record);
  }

  async #process(whole: Batch): Promise<void> {
    const pending: Batch[] = [whole];
    let notRun = 0;
    for (let batch = pending.shift(); batch && !this.#options.stopped(); batch = pending.shift()) {
      batch = await this.#withoutExpired(batch);
      if (batch.records.length === 0) continue;
      const outcome = await this.#options.invoke(batch.records);
      batch.invocations++;
      if (outcome.kind === 'success') {
        notRun = 0;
        this.#options.onProcessed(`OK - ${batch.records.length} records`);
      } else if (outcome.kind === 'notRun') {
        this.#options.onProcessed(`PROBLEM: ${outcome.cause}`);
        pending.unshift(batch);
        await this.#backOff(++notRun);
      } else {
        notRun = 0;
        this.#options.onProcessed('PROBLEM: Function call failed');
        pending.unshift(...(await this.#afterFailure(batch, outcome)));
      }
    }
  }

  /** What is left to do of a failed batch, in order; a split does not use up a retry. */
  async #afterFailure(batch: Batch, outcome: Exclude<BatchOutcome, { kind: 'success' | 'notRun' }>): Promise<Batch[]> {
    const settings = this.#options.settings();
    if (outcome.kind === 'error') batch.lastFailure = outcome;
    const checkpoint = outcome.kind === 'partial' ? lowestFailed(batch.records, outcome.failed) : 0;
    if (checkpoint > 0) {
      const rest = { ...batch, records: batch.records.slice(checkpoint), failures: 1, invocations: 1 };
      return this.#retryOrDiscard(rest, settings);
    }
    if (settings.BisectBatchOnFunctionError && batch.records.length > 1) {
      const middle = Math.ceil(batch.records.length / 2);
      return [
        { ...batch, records: batch.records.slice(0, middle) },
        { ...batch, records: batch.records.slice(middle) },
      ];
    }
    return this.#retryOrDiscard({ ...batch, failures: batch.failures + 1 }, settings);
  }

  async #retryOrDiscard(batch: Batch, settings: MappingSettings): Promise<Batch[]> {
    const retries = settings.MaximumRetryAttempts ?? -1;
    if (retries >= 0 && batch.failures > retries) {
      await this.#discard(batch, 'RetryAttemptsExhausted');
      return [];
    }
    await this.#backOff(batch.failures);
    return [batch];
  }

  async #withoutExpired(batch: Batch): Promise<Batch> {
    const maxAge = this.#options.settings().MaximumRecordAgeInSeconds ?? -1;
    if (maxAge < 0) return batch;
    const oldest = this.#options.clock.now() - maxAge * 1000;
    const expired = batch.records.filter((record) => createdAtMs(record) < oldest);
    if (expired.length === 0) return batch;
    await this.#discard({ ...batch, records: expired }, 'MaxRecordAgeExceeded');
    return { ...batch, records: batch.records.filter((record) => createdAtMs(record) >= oldest) };
  }

  #discard(batch: Batch, condition: DiscardCondition): Promise<void> {
    const { records, invocations, lastFailure } = batch;
    return this.#options.discard({ records, condition, invokeCount: invocations, lastFailure });
  }

  #backOff(failures: number): Promise<void> {
    return this.#sleep(Math.min(FIRST_BACKOFF_MS * 2 ** (failures - 1), MAX_BACKOFF_MS));
  }

  #sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.#options.clock.setTimeout(resolve, ms);
    });
  }
}

/** The index of the first failed record, which is the checkpoint; an unknown identifier fails the whole batch. */
function lowestFailed(records: StreamRecord[], failed: Set<string>): number {
  const known = new Set(records.map((record) => record.dynamodb.SequenceNumber));
  if ([...failed].some((identifier) => !known.has(identifier))) return 0;
  return records.findIndex((record) => failed.has(record.dynamodb.SequenceNumber));
}
