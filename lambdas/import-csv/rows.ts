import type { CallerContext } from '../platform/caller-context';
import { csvLine, type Reject } from './rejects';
import type { ImportTable } from './tables/table';

/** A row as a reader of the file hands it on. */
export interface FileRow {
  /** 0 for the first row below the header. */
  index: number;
  /** By the names in the file's header. */
  row: Readonly<Record<string, string>>;
  /** What the reader itself has to say against the row. */
  problem?: string | undefined;
}

/** A row that passed the schema of its table, as a chunk keeps it: the text of the table's columns. */
export interface ValidRow {
  row: number;
  sk: string;
  cells: string[];
}

/** A header name as far as it counts: without a byte order mark, case, or the kind and number of blanks. */
export function headerName(name: string): string {
  return name
    .replace(/^\uFEFF/, '')
    .normalize('NFKC')
    .trim()
    .toLowerCase()
    .replace(/\s+/g, '_');
}

/** The values of a table's columns, in their order; a column that the file does not have is empty. */
export function cellsOf(table: ImportTable, row: FileRow['row']): string[] {
  const byName = new Map(Object.entries(row).map(([name, value]) => [headerName(name), value]));
  return table.columns.map(({ name }) => byName.get(name) ?? '');
}

/** The values of cells by the columns they were written under. */
export function valuesOf(columns: readonly string[], cells: readonly string[]): Record<string, string> {
  return Object.fromEntries(columns.map((name, index) => [name, cells[index] ?? '']));
}

/**
 * Sorts the rows of a batch into those that can be applied and those that are rejected. Of rows that mean the same entity the last
 * one counts, as it would if they were applied one after another.
 */
export function sortRows(
  table: ImportTable,
  context: CallerContext,
  rows: readonly FileRow[],
): { valid: ValidRow[]; rejects: Reject[] } {
  const columns = table.columns.map(({ name }) => name);
  const newest = new Map<string, ValidRow>();
  const rejects: Reject[] = [];
  const contents = new Map(rows.map((one) => [one.index + 1, one]));
  const reject = (row: number, reason: string) =>
    rejects.push({ row, reason, content: csvLine(Object.values(contents.get(row)?.row ?? {})) });
  for (const { index, row, problem } of rows) {
    const number = index + 1;
    const cells = cellsOf(table, row);
    const read = problem === undefined ? readCells(table, columns, cells, context) : { reason: problem };
    if ('reason' in read) {
      reject(number, read.reason);
      continue;
    }
    const earlier = newest.get(read.sk);
    if (earlier) reject(earlier.row, sameKey(number));
    newest.delete(read.sk);
    newest.set(read.sk, { row: number, sk: read.sk, cells });
  }
  return { valid: [...newest.values()], rejects: rejects.sort((a, b) => a.row - b.row) };
}

/** Why a row gives way to a later one of its file. */
export function sameKey(later: number): string {
  return `row ${later} of the same file has the same key`;
}

function readCells(table: ImportTable, columns: readonly string[], cells: readonly string[], context: CallerContext) {
  if (cells.every((cell) => cell.trim() === '')) return { reason: 'the row is empty' };
  return table.read(valuesOf(columns, cells), context);
}
