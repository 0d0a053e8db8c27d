import type { Clock } from '@blueprint/local/stepfunctions';
import type { RowChange } from '../aws/dynamodb';
import type { Item } from '../aws/item';
import { hasOldImages, type TableRole, tableName } from '../aws/tables';
import { between, type Random, shuffled } from '../random';
import type { Background } from './background';
import type { Faults } from './faults';
import type { LambdaService } from './lambda-service';

/** What a stream says of an inserted or changed row. */
export interface StreamRecord {
  eventName: 'INSERT' | 'MODIFY';
  eventSource: 'aws:dynamodb';
  dynamodb: { Keys: Item; NewImage: Item; OldImage?: Item; SequenceNumber: string; [field: string]: unknown };
  [field: string]: unknown;
}

/** A table's stream, and what reads it. */
export interface StreamMapping {
  table: TableRole;
  /** Path of the function that gets the records. */
  target: string;
  /** The mapping's filter. */
  passes(change: RowChange): boolean;
}

const attempts = 5;

/**
 * The event source mapping from a table's stream to its function, at its worst: batches in any order and again, failed
 * batches from the checkpoint on, and after the last attempt the records are gone to the failure destination.
 */
export class TableStream {
  private sequence = 0;
  private waiting: StreamRecord[] = [];
  /** Records that went to the failure destination: somebody else has to find out what they stood for. */
  discarded = 0;
  /** Records that the function acknowledged: what they announce must have been done or kept as rejected. */
  readonly acknowledged = new Set<StreamRecord>();
  private readonly delivered: StreamRecord[] = [];

  constructor(
    private readonly clock: Clock,
    private readonly random: Random,
    private readonly faults: Faults,
    private readonly lambda: LambdaService,
    private readonly background: Background,
    private readonly mapping: StreamMapping,
  ) {}

  onChange(change: RowChange): void {
    const { table, before, after } = change;
    if (table !== this.mapping.table || !after?.pk || !after.sk || !this.mapping.passes(change)) return;
    const oldImage = hasOldImages(table);
    const keys = { pk: after.pk, sk: after.sk };
    this.sequence += 1;
    this.waiting.push({
      eventID: `event-${this.sequence}`,
      eventName: before ? 'MODIFY' : 'INSERT',
      eventVersion: '1.1',
      eventSource: 'aws:dynamodb',
      awsRegion: 'ap-northeast-1',
      eventSourceARN: `arn:aws:dynamodb:ap-northeast-1:000000000000:table/${tableName(table)}/stream/1`,
      dynamodb: {
        ApproximateCreationDateTime: Math.floor(this.clock.now() / 1000),
        Keys: keys,
        NewImage: structuredClone(after),
        ...(before && oldImage && { OldImage: structuredClone(before) }),
        SequenceNumber: String(this.sequence).padStart(21, '0'),
        SizeBytes: 500,
        StreamViewType: oldImage ? 'NEW_AND_OLD_IMAGES' : 'NEW_IMAGE',
      },
    });
    this.delivered.push(...this.waiting.slice(-1));
    if (this.waiting.length === 1) this.clock.setTimeout(() => this.poll(), 20 + this.random() * 400);
  }

  /** Delivers everything once more. Resolves to the function's answer. */
  replay() {
    return this.lambda.invoke(this.mapping.target, { Records: this.delivered });
  }

  private poll(): void {
    const records = shuffled(this.random, this.waiting);
    this.waiting = [];
    while (records.length > 0) this.deliver(records.splice(0, between(this.random, 1, 5)));
  }

  private deliver(records: StreamRecord[]): void {
    const fault = this.faults.delivery('records');
    const minute = 60_000;
    if (fault === 'lost') {
      this.discarded += records.length;
      return;
    }
    if (fault === 'repeated')
      this.clock.setTimeout(() => this.background(this.attempt(records, 1)), this.random() * 200);
    if (fault === 'repeated-later')
      this.clock.setTimeout(() => this.background(this.attempt(records, 1)), this.random() * 5 * minute);
    const delay = fault === 'late' ? this.random() * 5000 : fault === 'very-late' ? this.random() * 10 * minute : 1;
    this.clock.setTimeout(() => this.background(this.attempt(records, 1)), delay);
  }

  private async attempt(records: StreamRecord[], attempt: number): Promise<void> {
    const answer = await this.lambda.invoke(this.mapping.target, { Records: records });
    const again = 'error' in answer ? records : fromCheckpoint(records, answer.result);
    for (const record of records) if (!again.includes(record)) this.acknowledged.add(record);
    if (again.length === 0) return;
    if (attempt === attempts) {
      this.discarded += again.length;
      return;
    }
    this.clock.setTimeout(() => this.background(this.attempt(again, attempt + 1)), 200 * 2 ** attempt);
  }
}

/**
 * Lambda retries a stream from the lowest failed sequence number on.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html
 */
function fromCheckpoint(records: StreamRecord[], result: unknown): StreamRecord[] {
  const { batchItemFailures = [] } = (result ?? {}) as { batchItemFailures?: { itemIdentifier: string }[] };
  const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
  const from = records.findIndex((record) => failed.has(record.dynamodb.SequenceNumber));
  return from < 0 ? [] : records.slice(from);
}
