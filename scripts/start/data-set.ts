import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { EntityAttributes } from '@blueprint/lambdas/command/entities';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';

/** One version of an entity, in the order in which its versions are published. */
export interface PlannedVersion {
  readonly action: 'put' | 'delete';
  readonly attributes?: EntityAttributes<'airport' | 'order'>;
}

/** An entity and all its versions; version n is `versions[n - 1]`. */
export interface PlannedEntity {
  readonly pk: string;
  readonly sk: string;
  readonly entityType: 'airport' | 'order';
  readonly versions: readonly PlannedVersion[];
}

const row = z.object({
  iata: z.string().min(1),
  name: z.string(),
  city: z.string(),
  state: z.string(),
  country: z.string(),
  latitude: z.coerce.number(),
  longitude: z.coerce.number(),
});

const tenant = 'TENANT#tenant1';

/**
 * The airports of the `vega-datasets` package (3,376 rows: iata, name, city, state, country, latitude, longitude) as
 * commands, and a few orders. Each airport is created, every fifth is revised one to three times, every fiftieth deleted.
 */
export function planDataSet(): PlannedEntity[] {
  const file = join(dirname(require.resolve('vega-datasets')), '..', 'data', 'airports.csv');
  const airports = z.array(row).parse(parse(readFileSync(file), { columns: true }));
  return [...airports.map(planAirport), ...planOrders()];
}

function planAirport(airport: z.infer<typeof row>, index: number): PlannedEntity {
  const versions: PlannedVersion[] = [{ action: 'put', attributes: airport }];
  if (index % 5 === 0) {
    const revisions = 1 + ((index / 5) % 3);
    for (let n = 1; n <= revisions; n++) {
      versions.push({ action: 'put', attributes: { ...airport, name: `${airport.name} (revision ${n})` } });
    }
  }
  if (index % 50 === 7) versions.push({ action: 'delete' });
  return { pk: tenant, sk: `AIRPORT#${airport.iata}`, entityType: 'airport', versions };
}

function planOrders(): PlannedEntity[] {
  const statuses = ['received', 'confirmed', 'shipped', 'delivered'];
  return Array.from({ length: 20 }, (_, index) => ({
    pk: tenant,
    sk: `ORDER#order${123 + index}`,
    entityType: 'order',
    versions: statuses
      .slice(0, 1 + (index % statuses.length))
      .map((status) => ({ action: 'put', attributes: { status, total: 1000 + index } })),
  }));
}
