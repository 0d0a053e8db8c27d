import { join, resolve } from 'node:path';
import { readModels } from '@blueprint/lambdas';
import { workflowsWith } from '@blueprint/scripts/workflow-files';

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

/** Tables of one workflow by their roles: `stacks/<workflow>/chaos/tables.ts` exports them as `tables`. */
export type OwnTables = Readonly<
  Record<string, { /** Whether its stream also tells what a row was. */ oldImages: boolean }>
>;

/** What a table is there for: the last part of its name. */
export type TableRole = string;

const root = resolve(__dirname, '..', '..', '..');
const own: OwnTables = Object.assign(
  {},
  ...workflowsWith(root, 'chaos/tables.ts', 'stacks').map(
    (workflow) => (require(join(root, 'stacks', workflow, 'chaos', 'tables.ts')) as { tables: OwnTables }).tables,
  ),
);

/** The read models, each with a table of its own. */
export const readModelNames = Object.keys(readModels);

export const roles: readonly TableRole[] = ['commands', 'data', 'history', ...Object.keys(own), ...readModelNames];

export const openIndex = 'open-index';

/** @throws Error when no table has the role */
export function tableName(role: TableRole): string {
  if (!roles.includes(role)) throw new Error(`No table is there for "${role}"; there are ${roles.join(', ')}.`);
  return `local-blueprint-${role}`;
}

/** Whether the table's stream also tells what a row was. */
export function hasOldImages(role: TableRole): boolean {
  return own[role]?.oldImages ?? false;
}

const keys = (hash: string, range: string): TableDescription['KeySchema'] => [
  { AttributeName: hash, KeyType: 'HASH' },
  { AttributeName: range, KeyType: 'RANGE' },
];

const attributes = (...names: string[]): TableDescription['AttributeDefinitions'] =>
  names.map((name) => ({ AttributeName: name, AttributeType: 'S' }));

const described = (role: TableRole): TableDescription => ({
  TableName: tableName(role),
  TableStatus: 'ACTIVE',
  KeySchema: keys('pk', 'sk'),
  AttributeDefinitions: attributes('pk', 'sk'),
  ...(role === 'commands' && {
    AttributeDefinitions: attributes('pk', 'sk', 'open', 'acceptedAt'),
    GlobalSecondaryIndexes: [
      { IndexName: openIndex, KeySchema: keys('open', 'acceptedAt'), Projection: { ProjectionType: 'KEYS_ONLY' } },
    ],
  }),
});

const byName = new Map(roles.map((role) => [tableName(role), { role, table: described(role) }]));

/** The table of a name, and what it is there for; undefined when there is none. */
export function tableNamed(name: string): { readonly role: TableRole; readonly table: TableDescription } | undefined {
  return byName.get(name);
}
