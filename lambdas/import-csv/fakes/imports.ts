import { marshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import type { FakeDynamoDB } from '../../fakes/dynamodb';
import type { Item } from '../../fakes/expressions';
import type { StepFunctionsEvent } from '../../platform/step-functions-handler';
import type { ImportJob } from '../job';

/** The imports of a test began a minute before it. */
const began = new Date(Date.now() - 60_000).toISOString();

export function importJob(overrides: Partial<ImportJob> = {}): ImportJob {
  return {
    jobId: 'import-1',
    tableName: 'products',
    mode: 'STEP_FUNCTION',
    context: { userId: 'user1', tenantCode: 'tenant1', requestId: 'request-1' },
    createdAt: began,
    ttl: 2_000_000_000,
    ...overrides,
  };
}

/** A row of a products file. */
export function productRow(code: string, overrides: Record<string, string> = {}): Record<string, string> {
  return { product_code: code, name: `Product ${code}`, price: '100', category: '', ...overrides };
}

/** Items for a batch, from the row with this number on. */
export function fileRows(first: number, rows: readonly Record<string, string>[]) {
  return rows.map((row, offset) => ({ index: first - 1 + offset, row }));
}

/** What a stream says of a row, whether it is new or has been changed. */
export function streamRecord(eventName: 'INSERT' | 'MODIFY', item: Item, sequence = 1): DynamoDBRecord {
  const { pk, sk } = item;
  return {
    eventID: `event-${sequence}`,
    eventName,
    eventSource: 'aws:dynamodb',
    dynamodb: {
      Keys: marshall({ pk, sk }) as never,
      NewImage: marshall(item, { removeUndefinedValues: true }) as never,
      SequenceNumber: String(sequence).padStart(21, '0'),
    },
  };
}

/** The stream's records of all chunks in the table. */
export function chunkRecords(db: FakeDynamoDB): DynamoDBStreamEvent {
  const chunks = db.rows('import_tmp').filter(({ sk }) => String(sk).startsWith('ROWS#'));
  return { Records: chunks.map((item, index) => streamRecord('INSERT', item, index + 1)) };
}

/** What a Task of the import machine sends to a handler. */
export function importEvent<Input extends object>(
  input: Input,
  state: string,
  redriveCount = 0,
): StepFunctionsEvent<Input> {
  const machine = 'test-blueprint-import-csv';
  return {
    source: 'step-function',
    input,
    context: {
      Execution: {
        Id: `arn:aws:states:ap-northeast-1:000000000000:execution:${machine}:import-1`,
        Input: {},
        Name: 'import-1',
        RoleArn: `arn:aws:iam::000000000000:role/${machine}`,
        StartTime: '2025-01-01T00:00:00.000Z',
        RedriveCount: redriveCount,
      },
      State: { EnteredTime: '2025-01-01T00:00:00.000Z', Name: state, RetryCount: 0 },
      StateMachine: { Id: `arn:aws:states:ap-northeast-1:000000000000:stateMachine:${machine}`, Name: machine },
    },
  };
}
