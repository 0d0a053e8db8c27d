import type { Plan } from '../shrink';

/** `stale` expects a version that is gone, by one or more; `ahead` one that nobody has accepted. */
export type PublishHow = 'once' | 'stale' | 'very-stale' | 'ahead' | 'racing' | 'repeated';

/** What people and publishers do, each `after` so many ms. */
export type Act = { after: number } & (
  | { do: 'publish'; entity: number; action: 'put' | 'delete'; how: PublishHow }
  | { do: 'publish-invalid'; entity: number; what: 'attributes' | 'type' }
  | { do: 'insert-malformed' }
  | { do: 'redrive' | 'skip'; nth: number; how: 'once' | 'racing' }
  | { do: 'stop' | 'start-again' | 'start-rogue'; nth: number }
  | { do: 'reconcile' | 'repair' }
  | { do: 'poison'; entity: number; table: 'data' | 'listing' | 'history' }
  | { do: 'leap'; days: number }
);

/** A run of the world, repeatable to the last call. */
export interface Schedule extends Plan {
  acts: Act[];
}

export interface Entity {
  pk: string;
  sk: string;
  entityType: 'order' | 'airport' | 'product';
}

/** The second one's rows lie between those of the first: its sk looks like one of their keys. */
export const entities: readonly Entity[] = [
  { pk: 'TENANT#tenant1', sk: 'ORDER#1', entityType: 'order' },
  { pk: 'TENANT#tenant1', sk: 'ORDER#1@0000000001', entityType: 'order' },
  { pk: 'TENANT#tenant2', sk: 'AIRPORT#NRT', entityType: 'airport' },
];

export const functionPaths = [
  'command/check-version',
  'command/wait-prev-command',
  'command/set-ttl-command',
  'command/history-copy',
  'command/transform-data',
  'command/sync-data',
  'command/finish',
  'command/trigger',
  'command/settle',
  'command/reconcile',
] as const;
