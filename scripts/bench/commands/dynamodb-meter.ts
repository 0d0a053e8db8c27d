import type { DynamoDb } from '@blueprint/test/chaos/aws/dynamodb';
import type { Item } from '@blueprint/test/chaos/aws/item';
import * as z from 'zod';
import { indexWriteUnits, readUnits, writeUnits } from './capacity';
import { TableRows } from './table-rows';

const item = z.custom<Item>((value) => typeof value === 'object' && value !== null);
const read = z.object({ TableName: z.string(), Key: item, ConsistentRead: z.boolean().default(false) });
const batchRead = z.object({
  RequestItems: z.record(z.string(), z.object({ Keys: z.array(item), ConsistentRead: z.boolean().default(false) })),
});
const write = z.object({ TableName: z.string(), Key: item.optional(), Item: item.optional() });

type Perform = () => Promise<object>;

/** Counts the requests that a simulated DynamoDB gets, and the capacity they would take, from the sizes of their items. */
export class DynamoDbMeter {
  requests = 0;
  readUnits = 0;
  writeUnits = 0;

  constructor(private readonly dynamodb: DynamoDb) {
    const handle = dynamodb.handle.bind(dynamodb);
    dynamodb.handle = (operation, input, caller) =>
      this.metered(operation, input, () => handle(operation, input, caller));
  }

  private metered(operation: string, input: object, perform: Perform): Promise<object> {
    this.requests += 1;
    switch (operation) {
      case 'GetItem': {
        const { TableName, Key, ConsistentRead } = read.parse(input);
        this.countRead(TableName, [Key], ConsistentRead);
        return perform();
      }
      case 'BatchGetItem': {
        const { RequestItems } = batchRead.parse(input);
        for (const [name, { Keys, ConsistentRead }] of Object.entries(RequestItems))
          this.countRead(name, Keys, ConsistentRead);
        return perform();
      }
      case 'PutItem':
      case 'UpdateItem':
        return this.meteredWrite(write.parse(input), perform);
      default:
        throw new Error(
          `What ${operation} takes is not known to the bench: add it to scripts/bench/commands/dynamodb-meter.ts.`,
        );
    }
  }

  private countRead(tableName: string, keys: readonly Item[], isConsistent: boolean): void {
    const rows = new TableRows(this.dynamodb, tableName);
    for (const key of keys) this.readUnits += readUnits(rows.find(key), isConsistent);
  }

  /** A write that its condition refuses is billed as well. */
  private async meteredWrite({ TableName, Key, Item }: z.infer<typeof write>, perform: Perform): Promise<object> {
    const rows = new TableRows(this.dynamodb, TableName);
    const key = Key ?? Item ?? {};
    const before = rows.find(key);
    try {
      return await perform();
    } finally {
      const after = rows.find(key);
      this.writeUnits += writeUnits(before, after);
      for (const index of rows.indexes) this.writeUnits += indexWriteUnits(index, before, after);
    }
  }
}
