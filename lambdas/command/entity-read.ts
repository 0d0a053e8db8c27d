import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { pause } from '../platform/pause';
import type { EntityKey } from './keys';
import { type EntityTables, readData, readEntity } from './reads';
import type { DataRow } from './rows';

/** What a reader finds who asks for a version. */
export type EntityRead =
  | { found: DataRow }
  /** Published, and not applied yet; `data` is at `version`, 0 where there is no row. */
  | { pending: 'accepted' | 'failed'; version: number }
  /** Nobody has published the version. */
  | { unknown: true; version: number };

/** Between one read and the next: four seconds at the most, in which nearly every command is applied. */
const PAUSES_MS = [100, 200, 300, 600, 800, 1_000, 1_000];

/**
 * Reads the data row of an entity, at least at a version: so that who has published it sees what it did. One read where it is there
 * already; otherwise one more, without the body, for each time that it is looked for.
 *
 * @param atLeast the version that the reader knows of; 0 for whatever there is
 */
export async function readAtLeast(
  client: DynamoDBDocumentClient,
  tables: EntityTables,
  key: EntityKey,
  atLeast: number,
): Promise<EntityRead> {
  const row = await readData(client, tables.data, key);
  if (row !== undefined && row.version >= atLeast) return { found: row };
  if (atLeast === 0) return { unknown: true, version: 0 };
  for (const pauseMs of PAUSES_MS) {
    const { command, dataVersion: version } = await readEntity(client, tables, key, [atLeast]);
    if (version >= atLeast) break;
    const awaited = command(atLeast);
    if (awaited === undefined) return { unknown: true, version };
    if (awaited.status === 'failed') return { pending: 'failed', version };
    await pause(pauseMs);
  }
  const last = await readData(client, tables.data, key);
  return last !== undefined && last.version >= atLeast
    ? { found: last }
    : { pending: 'accepted', version: last?.version ?? 0 };
}
