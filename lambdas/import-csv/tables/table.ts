import * as z from 'zod/mini';
import { type EntityAttributes, type EntityTypeName, entityOf } from '../../command/entities';
import { checkSubmission } from '../../command/submission';
import type { CallerContext } from '../../platform/caller-context';
import { describeIssues } from '../../platform/issues';
import type { Column, RowOf } from './columns';

/** A target of imports: the columns of its files, and what a row of them becomes. */
export interface TableDefinition<T extends EntityTypeName, Columns> {
  entityType: T;
  /** By their names in the header, in lower case; order, case and surrounding blanks in the file do not matter. */
  columns: Columns;
  /** What the sort key holds behind the entity type's prefix: two rows of one file with the same id are the same entity. */
  id(row: RowOf<Columns>): string;
  attributes(row: RowOf<Columns>): EntityAttributes<T>;
}

/** A row that passed its table's schema: a put of this entity. */
export interface ReadRow {
  sk: string;
  attributes: Record<string, unknown>;
}

export interface ImportTable {
  readonly entityType: EntityTypeName;
  readonly columns: readonly { readonly name: string; readonly required: boolean }[];
  /** Writes of one row that is new: its command, and one for each target. */
  readonly writesPerRow: number;
  /** @returns the row, or why it is rejected */
  read(values: Readonly<Record<string, string>>, context: CallerContext): ReadRow | { reason: string };
}

/** Reasons end up in ledger items and a file for people: long ones add nothing. */
const REASON_LIMIT = 300;

/** Makes the target of a definition, in which the columns' types and the entity's attributes are checked against each other. */
export function importTable<T extends EntityTypeName, Columns extends Readonly<Record<string, Column<unknown>>>>(
  definition: TableDefinition<T, Columns>,
): ImportTable {
  const { entityType } = definition;
  const entity = entityOf(entityType);
  const columns = Object.entries(definition.columns);
  const schema = z.object(Object.fromEntries(columns.map(([name, column]) => [name, column.schema])));
  return {
    entityType,
    columns: columns.map(([name, column]) => ({ name, required: column.required })),
    writesPerRow: 1 + entity.targets.length,
    read(values, context) {
      const parsed = schema.safeParse(values);
      if (!parsed.success) return { reason: describeIssues(parsed.error).slice(0, REASON_LIMIT) };
      const row = parsed.data as RowOf<Columns>; // the schema was made of these columns
      try {
        const sk = `${entity.skPrefix}${definition.id(row)}`;
        const pk = `TENANT#${context.tenantCode}`;
        const attributes = definition.attributes(row);
        const checked = checkSubmission({ pk, sk, expectedVersion: 0, entityType, action: 'put', attributes, context });
        return { sk, attributes: checked ?? {} };
      } catch (error) {
        return { reason: String((error as Error).message).slice(0, REASON_LIMIT) };
      }
    },
  };
}
