import type { Plan } from '@blueprint/test/chaos/shrink';
import type { Act as CommandAct, Entity } from '@blueprint/test/chaos/world/schedule';

/** A row of a file: a product that others write too, by its index, one that nobody else knows, or one that breaks the schema. */
export type RowPlan = number | 'fresh' | 'invalid';

/** A file that somebody imports. */
export interface FilePlan {
  rows: RowPlan[];
  rowsPerBatch: number;
  /** Batches, by their index, that are processed twice at once, as Express executions may be. */
  repeated: number[];
}

export type ImportAct = { do: 'import'; after: number } & FilePlan;

/** Imports start beside people who publish on the same products. */
export type Act = CommandAct | ImportAct;

/** A run of the world, repeatable to the last call. */
export interface Schedule extends Plan {
  acts: Act[];
}

/** Products that everyone writes. */
export const products: readonly Entity[] = ['A', 'B', 'C', 'D'].map((code) => ({
  pk: 'TENANT#tenant1',
  sk: `PRODUCT#${code}`,
  entityType: 'product',
}));

export const functionPaths = [
  'import-csv/csv-rows-handler',
  'import-csv/apply-rows',
  'import-csv/row-settled',
  'import-csv/finalize-parent-job',
] as const;
