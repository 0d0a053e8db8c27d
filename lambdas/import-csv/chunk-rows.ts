import type { NewCommand } from '../command/command-put';
import type { Origin } from '../command/rows';
import type { CallerContext } from '../platform/caller-context';
import type { Chunk } from './chunks';
import { commandIdOf } from './job';
import { csvLine, type Reject } from './rejects';
import { valuesOf } from './rows';
import { tableOf } from './tables';

/** A row of a chunk as the command that it becomes, but for its version. */
export interface ChunkRow {
  row: number;
  command: Omit<NewCommand, 'version' | 'origin'> & { origin: Origin };
}

interface UnreadableRow {
  row: number;
  reason: string;
}

/**
 * The rows of a chunk by their numbers. They passed the schema when the chunk was made; one that does not pass it now, since the
 * table's schema has changed in between, is told with its reason.
 */
export function rowsOf({ job, first, columns, rows }: Chunk): ReadonlyMap<number, ChunkRow | UnreadableRow> {
  const table = tableOf(job.tableName);
  return new Map(
    rows.map(({ row, cells }): [number, ChunkRow | UnreadableRow] => {
      const read = table.read(valuesOf(columns, cells), job.context);
      if ('reason' in read) return [row, { row, reason: read.reason }];
      const origin = { job: job.jobId, chunk: first, row };
      const command = {
        pk: partitionOf(job.context),
        sk: read.sk,
        entityType: table.entityType,
        action: 'put' as const,
        attributes: read.attributes,
        commandId: commandIdOf(job.jobId, row),
        context: job.context,
        origin,
      };
      return [row, { row, command }];
    }),
  );
}

/** Rows of a chunk with the reasons for which they are not imported, as the rejects file tells them. */
export function rejectsOf(
  { rows }: Pick<Chunk, 'rows'>,
  reasons: readonly { row: number; reason: string }[],
): Reject[] {
  const contents = new Map(rows.map(({ row, cells }) => [row, csvLine(cells)]));
  return reasons.map(({ row, reason }) => ({ row, reason, content: contents.get(row) ?? '' }));
}

function partitionOf({ tenantCode }: CallerContext): string {
  return `TENANT#${tenantCode}`;
}
