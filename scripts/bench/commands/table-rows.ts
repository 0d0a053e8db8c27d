import type { DynamoDb } from '@blueprint/test/chaos/aws/dynamodb';
import type { Item } from '@blueprint/test/chaos/aws/item';
import { type TableRole, tables } from '@blueprint/test/chaos/aws/tables';
import type { KeysOnlyIndex } from './capacity';

const roles = Object.keys(tables) as TableRole[]; // a record of exactly these

/** A table of the simulated DynamoDB, by its name: its rows as they are now, and its indexes. */
export class TableRows {
  readonly indexes: readonly KeysOnlyIndex[];
  private readonly role: TableRole;
  private readonly keys: readonly string[];

  constructor(
    private readonly dynamodb: DynamoDb,
    name: string,
  ) {
    const role = roles.find((candidate) => tables[candidate].TableName === name);
    if (!role) throw new Error(`The simulated DynamoDB has no table ${name}.`);
    const { KeySchema, GlobalSecondaryIndexes = [] } = tables[role];
    const namesIn = (schema: typeof KeySchema) => schema.map(({ AttributeName }) => AttributeName);
    this.role = role;
    this.keys = namesIn(KeySchema);
    this.indexes = GlobalSecondaryIndexes.map((index) => ({ keys: namesIn(index.KeySchema), tableKeys: this.keys }));
  }

  /** The row that has the key's attributes, among others. */
  find(key: Item): Item | undefined {
    return this.dynamodb.all(this.role).find((row) => this.keys.every((name) => row[name]?.S === key[name]?.S));
  }
}
