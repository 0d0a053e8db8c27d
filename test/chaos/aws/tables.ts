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

export const tableNames = {
  commands: 'local-blueprint-commands',
  data: 'local-blueprint-data',
  history: 'local-blueprint-history',
  listing: 'local-blueprint-listing',
  tasks: 'local-blueprint-tasks',
  import_tmp: 'local-blueprint-import_tmp',
} as const;

export type TableRole = keyof typeof tableNames;

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
  commands: {
    ...table(tableNames.commands),
    AttributeDefinitions: attributes('pk', 'sk', 'open', 'acceptedAt'),
    GlobalSecondaryIndexes: [
      { IndexName: openIndex, KeySchema: keys('open', 'acceptedAt'), Projection: { ProjectionType: 'KEYS_ONLY' } },
    ],
  },
  data: table(tableNames.data),
  history: table(tableNames.history),
  listing: table(tableNames.listing),
  tasks: table(tableNames.tasks),
  import_tmp: table(tableNames.import_tmp),
};
