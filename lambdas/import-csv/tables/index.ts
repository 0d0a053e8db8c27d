import { UnknownTable } from '../errors';
import { products } from './products';
import type { ImportTable } from './table';
import { zipcodes } from './zipcodes';

/** Every table that files are imported into: adding one is a file and a line here. */
const tables = { products, zipcodes };

export type TableName = keyof typeof tables;

export const tableNames = Object.keys(tables) as TableName[]; // a literal has no keys beside its own

/** @throws UnknownTable naming those that are known */
export function tableOf(name: string): ImportTable {
  if (!Object.hasOwn(tables, name)) throw new UnknownTable(name, tableNames);
  return tables[name as TableName]; // hasOwn has just shown that it is one
}
