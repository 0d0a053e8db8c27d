import type { JsonObject } from '../stepfunctions';

/** A record of a DynamoDB stream as Lambda hands it to a function. */
export type StreamRecord = JsonObject & {
  eventID: string;
  eventName: string;
  eventSourceARN: string;
  dynamodb: JsonObject & {
    Keys: JsonObject;
    SequenceNumber: string;
    /** Epoch seconds. */
    ApproximateCreationDateTime: number;
  };
};

export function createdAtMs(record: StreamRecord): number {
  return record.dynamodb.ApproximateCreationDateTime * 1000;
}
