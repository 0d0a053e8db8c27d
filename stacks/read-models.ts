import { tableVariable } from '@blueprint/lambdas';
import type { Statement } from './constructs/policy';

/** The table of a read model. */
export interface ReadModelTable {
  /** Name of the read model. */
  readonly readModel: string;
  readonly name: string;
  readonly arn: string;
}

/** The variables by which a function that writes to the targets finds the read models. */
export function readModelVariables(tables: readonly ReadModelTable[]): Record<string, string> {
  return Object.fromEntries(tables.map(({ readModel, name }) => [tableVariable(readModel), name]));
}

/** To write to the read models: each write is one update. */
export function writeReadModels(tables: readonly ReadModelTable[]): Statement[] {
  return tables.map(({ readModel, arn }) => ({
    Sid: statementId(readModel),
    Action: ['dynamodb:UpdateItem'],
    Resource: [arn],
  }));
}

/** `order_totals` as `OrderTotals`: IAM takes letters and digits only. */
function statementId(readModel: string): string {
  return readModel.replace(/(?:^|_)([a-z0-9])/g, (_, first: string) => first.toUpperCase());
}
