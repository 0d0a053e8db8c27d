import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { dynamodb } from '../platform/dynamodb';
import { type ApplyTables, applyChunk } from './apply-chunk';
import { parseChunk } from './chunks';
import { outcomeKey, payloadPartitions, ROWS_PREFIX } from './keys';
import { lookUpEndings } from './look-up-endings';
import { type Outcome, readOutcome } from './outcome';

/**
 * Brings chunks to an end of which a stream has given up records, because of something that is mended now: applies what is not
 * decided, and looks up how commands ended. Beside the streams' own runs it does no harm.
 *
 * @param until epoch ms at which to stop: what is left is for the next call
 * @returns how many there were
 */
export async function resumeChunks(tables: ApplyTables, jobId: string, until: number): Promise<number> {
  let resumed = 0;
  for (const pk of payloadPartitions(jobId)) {
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
        if (outcome !== undefined && isFinal(outcome)) continue;
        if (Date.now() > until) return resumed;
        await lookUpEndings(tables, chunk, await applyChunk(tables, chunk));
        resumed += 1;
      }
      start = page.LastEvaluatedKey;
    } while (start !== undefined);
  }
  return resumed;
}

function isFinal({ undecided, published, failures }: Outcome): boolean {
  return undecided.length + published.length + failures.length === 0;
}
