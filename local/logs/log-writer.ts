import type { AwsClient } from '../aws/client';
import { ROOT_CREDENTIALS } from '../aws/credentials';
import { AwsError } from '../aws/error';
import { Flusher } from '../flusher';
import type { Logger } from '../logger';
import type { Clock } from '../stepfunctions';

interface LogEvent {
  timestamp: number;
  message: string;
}

/** Where lines go, and whether their writer may put them there. */
export interface LogTarget {
  group: string;
  stream: string;
  /**
   * Throws `AwsError` when the writer lacks the permission. Asked here because MiniStack knows the actions of CloudWatch Logs
   * on another resource than AWS does, so that a policy which works there is refused by it; the writing is done as root.
   */
  permit(action: string, resource: string): Promise<void>;
}

interface Stream extends LogTarget {
  created: boolean;
  events: LogEvent[];
}

const FLUSH_MS = 1_000;
/** PutLogEvents takes 10,000 events and 1 MiB; each event counts its bytes and 26 more. */
const MAX_EVENTS = 10_000;
const MAX_BYTES = 1_000_000;
const EVENT_OVERHEAD_BYTES = 26;

/** Writes lines to CloudWatch Logs, gathered for a second per stream, each with the permissions of who writes them. */
export class LogWriter {
  readonly #client: Pick<AwsClient, 'json'>;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #arnPrefix: string;
  readonly #streams = new Map<string, Stream>();
  readonly #warned = new Set<string>();
  readonly #flusher: Flusher;

  constructor(options: {
    client: Pick<AwsClient, 'json'>;
    clock: Clock;
    logger: Logger;
    region: string;
    accountId: string;
  }) {
    this.#client = options.client;
    this.#clock = options.clock;
    this.#logger = options.logger;
    this.#arnPrefix = `arn:aws:logs:${options.region}:${options.accountId}:log-group:`;
    this.#flusher = new Flusher(options.clock, FLUSH_MS, async () => {
      await Promise.all([...this.#streams.values()].map((stream) => this.#flushStream(stream)));
    });
  }

  /** Keeps a line until the next flush. A stream, and its group where the writer may create one, is created when first written. */
  write(target: LogTarget, message: string, timestamp = this.#clock.now()): void {
    const key = `${target.group} ${target.stream}`;
    const stream = this.#streams.get(key) ?? { ...target, created: false, events: [] };
    this.#streams.set(key, stream);
    stream.events.push({ timestamp, message });
    this.#flusher.schedule();
  }

  /** Writes all that is kept, and returns when it is written. */
  flush(): Promise<void> {
    return this.#flusher.flush();
  }

  async #flushStream(stream: Stream): Promise<void> {
    if (stream.events.length === 0) return;
    const events = stream.events;
    stream.events = [];
    try {
      if (!stream.created) await this.#create(stream);
      await stream.permit('logs:PutLogEvents', `${this.#arnPrefix}${stream.group}:log-stream:${stream.stream}`);
      for (const batch of batches(events)) {
        const input = { logGroupName: stream.group, logStreamName: stream.stream, logEvents: batch };
        await this.#client.json('logs', 'PutLogEvents', input, ROOT_CREDENTIALS);
      }
    } catch (error) {
      stream.created = false;
      this.#warnOnce(stream.group, error);
    }
  }

  async #create(stream: Stream): Promise<void> {
    const create = { logGroupName: stream.group, logStreamName: stream.stream };
    const group = `${this.#arnPrefix}${stream.group}:*`;
    await stream.permit('logs:CreateLogStream', group);
    try {
      await this.#client.json('logs', 'CreateLogStream', create, ROOT_CREDENTIALS);
    } catch (error) {
      if (error instanceof AwsError && error.code === 'ResourceNotFoundException') {
        await stream.permit('logs:CreateLogGroup', group);
        await this.#client.json('logs', 'CreateLogGroup', { logGroupName: stream.group }, ROOT_CREDENTIALS);
        await this.#client.json('logs', 'CreateLogStream', create, ROOT_CREDENTIALS);
      } else if (!(error instanceof AwsError && error.code === 'ResourceAlreadyExistsException')) throw error;
    }
    stream.created = true;
  }

  #warnOnce(group: string, error: unknown): void {
    const message = error instanceof Error ? error.message : String(error);
    const key = `${group} ${message}`;
    if (this.#warned.has(key)) return;
    this.#warned.add(key);
    this.#logger.warn(`Log lines for ${group} are lost, as they would be on AWS: ${message}`);
  }
}

function* batches(events: LogEvent[]): Generator<LogEvent[]> {
  let batch: LogEvent[] = [];
  let bytes = 0;
  for (const event of events) {
    const size = Buffer.byteLength(event.message) + EVENT_OVERHEAD_BYTES;
    if (batch.length === MAX_EVENTS || (batch.length > 0 && bytes + size > MAX_BYTES)) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(event);
    bytes += size;
  }
  if (batch.length > 0) yield batch;
}
