import {
  DescribeStreamCommand,
  type DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type _Record as StreamRecord,
} from '@aws-sdk/client-dynamodb-streams';
import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';

/** How many records were handed over again, and how many of them after a newer version of the same entity. */
export interface Redelivery {
  readonly repeated: number;
  readonly outOfOrder: number;
}

/**
 * A second reader of the commands stream, beside the event source mapping: it hands every `everyNth` record of a page to
 * the trigger once more, the newest first. What at-least-once delivery may do on a bad day, this does all day.
 */
export class CarelessReader {
  private repeated = 0;
  private outOfOrder = 0;

  constructor(
    private readonly streams: DynamoDBStreamsClient,
    private readonly lambda: LambdaClient,
    private readonly functionName: string,
    private readonly everyNth: number,
  ) {}

  /** Reads the stream until `signal` aborts, then resolves with what it did. */
  async run(streamArn: string, signal: AbortSignal): Promise<Redelivery> {
    const { StreamDescription } = await this.streams.send(new DescribeStreamCommand({ StreamArn: streamArn }));
    const shards = StreamDescription?.Shards ?? [];
    await Promise.all(shards.map(({ ShardId }) => this.readShard(streamArn, ShardId ?? '', signal)));
    return { repeated: this.repeated, outOfOrder: this.outOfOrder };
  }

  private async readShard(streamArn: string, shardId: string, signal: AbortSignal): Promise<void> {
    const start = { StreamArn: streamArn, ShardId: shardId, ShardIteratorType: 'TRIM_HORIZON' } as const;
    let iterator = (await this.streams.send(new GetShardIteratorCommand(start))).ShardIterator;
    while (iterator && !signal.aborted) {
      const page = await this.streams.send(new GetRecordsCommand({ ShardIterator: iterator, Limit: 200 }));
      iterator = page.NextShardIterator;
      const records = (page.Records ?? []).filter(
        (record, index) => record.eventName === 'INSERT' && index % this.everyNth === 0,
      );
      if (records.length > 0) await this.redeliver(records.reverse());
      else await new Promise((resume) => setTimeout(resume, 250));
    }
  }

  private async redeliver(records: StreamRecord[]): Promise<void> {
    const event = {
      Records: records.map((record) => ({ ...record, eventSourceARN: '', dynamodb: inSeconds(record) })),
    };
    await this.lambda.send(new InvokeCommand({ FunctionName: this.functionName, Payload: JSON.stringify(event) }));
    this.repeated += records.length;
    this.outOfOrder += Math.max(0, records.length - 1);
  }
}

/** Lambda hands over a stream record's creation time as epoch seconds, the SDK as a Date. */
function inSeconds({ dynamodb }: StreamRecord) {
  const at = dynamodb?.ApproximateCreationDateTime;
  return { ...dynamodb, ApproximateCreationDateTime: at ? Math.floor(at.getTime() / 1000) : undefined };
}
