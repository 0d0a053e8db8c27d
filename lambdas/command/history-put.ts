import type { PutCommandInput } from '@aws-sdk/lib-dynamodb';
import { versionKey } from './keys';
import type { DataRow } from './rows';

/** Keeps a data row as it is at its version, once. */
export function keepInHistory(table: string, row: DataRow): PutCommandInput {
  return {
    TableName: table,
    Item: { ...row, sk: versionKey(row.sk, row.version) },
    ConditionExpression: 'attribute_not_exists(pk)',
  };
}
