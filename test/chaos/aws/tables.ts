import { type ReadModelName, readModels } from '@blueprint/lambdas';

/** A table as dynalite's actions expect it to be described. */
export interface TableDescription {
  TableName: string;
  TableStatus: 'ACTIVE';
  KeySchema: { AttributeName: string; KeyType: 'HASH' | 'RANGE' }[];
  AttributeDefinitions: { AttributeName: string; AttributeType: 'S' }[];
  GlobalSecondaryIndexes?: {
    IndexName: string;
    KeySchema: TableDescription['KeySchema'];
    Projection: { ProjectionType: 'KEYS_ONLY' };
  }[];
}

const roles = ['commands', 'data', 'history', 'tasks', 'import_tmp'] as const;

export type TableRole = (typeof roles)[number] | ReadModelName;

/** The read models, each with a table of its own. */
export const readModelNames = Object.keys(readModels) as ReadModelName[]; // the keys of a literal

const byRole = <Value>(make: (role: TableRole) => Value) =>
  Object.fromEntries([...roles, ...readModelNames].map((role) => [role, make(role)])) as Record<TableRole, Value>;

export const tableNames = byRole((role) => `local-blueprint-${role}`);

/** Tables whose streams also tell what a row was. */
export const withOldImages: ReadonlySet<TableRole> = new Set<TableRole>(['tasks']);

export const openIndex = 'open-index';

const keys = (hash: string, range: string): TableDescription['KeySchema'] => [
  { AttributeName: hash, KeyType: 'HASH' },
  { AttributeName: range, KeyType: 'RANGE' },
];

const attributes = (...names: string[]): TableDescription['AttributeDefinitions'] =>
  names.map((name) => ({ AttributeName: name, AttributeType: 'S' }));

const table = (name: string): TableDescription => ({
  TableName: name,
  TableStatus: 'ACTIVE',
  KeySchema: keys('pk', 'sk'),
  AttributeDefinitions: attributes('pk', 'sk'),
});

export const tables: Record<TableRole, TableDescription> = {
  ...byRole((role) => table(tableNames[role])),
  commands: {
    ...table(tableNames.commands),
    AttributeDefinitions: attributes('pk', 'sk', 'open', 'acceptedAt'),
    GlobalSecondaryIndexes: [
      { IndexName: openIndex, KeySchema: keys('open', 'acceptedAt'), Projection: { ProjectionType: 'KEYS_ONLY' } },
    ],
  },
};
