import type { DynamoDb } from '@blueprint/test/chaos/aws/dynamodb';
import type { Item } from '@blueprint/test/chaos/aws/item';
import { type TableRole, tableNamed } from '@blueprint/test/chaos/aws/tables';
import type { KeysOnlyIndex } from './capacity';

/** A table of the simulated DynamoDB, by its name: its rows as they are now, and its indexes. */
export class TableRows {
  readonly indexes: readonly KeysOnlyIndex[];
  private readonly role: TableRole;
  private readonly keys: readonly string[];

  constructor(
    private readonly dynamodb: DynamoDb,
    name: string,
  ) {
    const found = tableNamed(name);
    if (!found) throw new Error(`The simulated DynamoDB has no table ${name}.`);
    const { KeySchema, GlobalSecondaryIndexes = [] } = found.table;
    const namesIn = (schema: typeof KeySchema) => schema.map(({ AttributeName }) => AttributeName);
    this.role = found.role;
    this.keys = namesIn(KeySchema);
    this.indexes = GlobalSecondaryIndexes.map((index) => ({ keys: namesIn(index.KeySchema), tableKeys: this.keys }));
  }

  /** The row that has the key's attributes, among others. */
  find(key: Item): Item | undefined {
    return this.dynamodb.all(this.role).find((row) => this.keys.every((name) => row[name]?.S === key[name]?.S));
  }
}
