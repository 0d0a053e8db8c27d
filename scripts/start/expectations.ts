import { type DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import type { PlannedEntity } from './data-set';

const dataRow = z.looseObject({
  pk: z.string(),
  sk: z.string(),
  version: z.number(),
  deleted: z.boolean().optional(),
  attributes: z.record(z.string(), z.unknown()).optional(),
});
const historyRow = z.looseObject({ pk: z.string(), sk: z.string() });

/** What the tables say about the plan, and each way in which they differ from it. */
export interface Outcome {
  readonly settledVersions: number;
  readonly deletedEntities: number;
  /** One sentence each; empty when every expectation held. */
  readonly violations: readonly string[];
}

/**
 * Compares the tables with the plan: for each entity `data.version` is n, its attributes are those of version n (a delete
 * leaves a tombstone), `history` holds exactly versions 1 to n-1, and no row exists that nobody published.
 *
 * @param only the partition that the plan is about. Default: all there is
 */
export async function compareWithPlan(
  client: DynamoDBDocumentClient,
  tables: { data: string; history: string },
  plan: readonly PlannedEntity[],
  only?: string,
): Promise<Outcome> {
  const data = new Map((await scan(client, tables.data, dataRow, only)).map((row) => [`${row.pk} ${row.sk}`, row]));
  const history = new Set((await scan(client, tables.history, historyRow, only)).map(({ pk, sk }) => `${pk} ${sk}`));
  const violations: string[] = [];
  let settledVersions = 0;
  let deletedEntities = 0;
  for (const entity of plan) {
    const name = `${entity.pk} ${entity.sk}`;
    const row = data.get(name);
    const last = entity.versions.length;
    const newest = entity.versions[last - 1];
    data.delete(name);
    settledVersions += row?.version ?? 0;
    if (row?.version !== last)
      violations.push(`${name}: data is at version ${row?.version ?? 0}, ${last} were published.`);
    else if (newest?.action === 'delete') {
      deletedEntities += 1;
      if (!row.deleted) violations.push(`${name}: was deleted by version ${last}, but data has no tombstone.`);
    } else if (JSON.stringify(sorted(row.attributes)) !== JSON.stringify(sorted(newest?.attributes))) {
      violations.push(`${name}: data does not hold the attributes of version ${last}.`);
    }
    for (let version = 1; version < last; version++) {
      if (!history.delete(`${name}@${String(version).padStart(10, '0')}`))
        violations.push(`${name}: history misses version ${version}.`);
    }
  }
  for (const name of data.keys()) violations.push(`${name}: is in data, but nobody published it.`);
  for (const name of history) violations.push(`${name}: is in history, but it is not an earlier version of an entity.`);
  return { settledVersions, deletedEntities, violations };
}

async function scan<T extends { readonly pk: string }>(
  client: DynamoDBDocumentClient,
  table: string,
  shape: z.ZodType<T>,
  only: string | undefined,
): Promise<T[]> {
  const rows: T[] = [];
  for await (const page of paginateScan({ client }, { TableName: table, ConsistentRead: true })) {
    rows.push(...z.array(shape).parse(page.Items ?? []));
  }
  return only === undefined ? rows : rows.filter(({ pk }) => pk === only);
}

function sorted(attributes: Record<string, unknown> = {}): Record<string, unknown> {
  return Object.fromEntries(Object.entries(attributes).sort(([a], [b]) => (a < b ? -1 : 1)));
}
