import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { dynamodb } from '../platform/dynamodb';
import { type ApplyTables, applyChunk } from './apply-chunk';
import { parseChunk } from './chunks';
import { outcomeKey, partitions, ROWS_PREFIX } from './keys';
import { readOutcome } from './outcome';

/**
 * Applies the chunks that are not decided: their records were given up by the stream, because of something that is mended now. Beside
 * the stream's own run of a chunk it does no harm.
 *
 * @param until epoch ms at which to stop: what is left is for the next call
 * @returns how many there were
 */
export async function resumeChunks(tables: ApplyTables, jobId: string, until: number): Promise<number> {
  let resumed = 0;
  for (const pk of partitions(jobId)) {
    let start: Record<string, unknown> | undefined;
    do {
      if (Date.now() > until) return resumed;
      const page = await dynamodb.send(
        new QueryCommand({
          TableName: tables.importTmp,
          KeyConditionExpression: '#pk = :pk AND begins_with(#sk, :rows)',
          ExpressionAttributeNames: { '#pk': 'pk', '#sk': 'sk' },
          ExpressionAttributeValues: { ':pk': pk, ':rows': ROWS_PREFIX },
          ExclusiveStartKey: start,
        }),
      );
      for (const chunk of (page.Items ?? []).map(parseChunk)) {
        const outcome = await readOutcome(dynamodb, tables.importTmp, outcomeKey(jobId, chunk.first));
        if (outcome !== undefined && outcome.undecided.length + outcome.published.length === 0) continue;
        if (Date.now() > until) return resumed;
        await applyChunk(tables, chunk);
        resumed += 1;
      }
      start = page.LastEvaluatedKey;
    } while (start !== undefined);
  }
  return resumed;
}
