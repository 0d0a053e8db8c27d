import { newestCommands } from '../command/newest-commands';
import { dynamodb } from '../platform/dynamodb';
import { rowsOf } from './chunk-rows';
import type { Chunk } from './chunks';
import type { Outcome } from './outcome';
import { endingOf, recordEndings } from './settled-rows';

/** Asks the commands themselves how they ended, of which the stream may have lost the news. */
export async function lookUpEndings(
  tables: { commands: string; importTmp: string },
  chunk: Chunk,
  { published, failures }: Outcome,
): Promise<void> {
  const rows = rowsOf(chunk);
  const waiting = [...published, ...failures.map(({ row }) => ({ row, seen: 0 }))];
  const endings = await Promise.all(
    waiting.map(async ({ row, seen }) => {
      const one = rows.get(row);
      if (one === undefined || 'reason' in one) return undefined;
      for await (const head of newestCommands(dynamodb, tables.commands, one.command, { above: seen, firstPage: 10 })) {
        if (head.commandId === one.command.commandId) return endingOf(head);
      }
      return undefined;
    }),
  );
  const known = endings.filter((ending) => ending !== undefined);
  if (known.length > 0) await recordEndings(tables.importTmp, chunk.job.jobId, chunk.first, known);
}
