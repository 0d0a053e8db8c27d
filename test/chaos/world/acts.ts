import fc from 'fast-check';
import type { Act, PublishHow } from './schedule';

type Named<D extends Act['do']> = fc.Arbitrary<Act & { do: D }>;

/** Pauses in ms: neighbours overtake each other, retries happen, everything comes to rest. */
export const close = fc.integer({ min: 0, max: 60 });
export const soon = fc.integer({ min: 60, max: 4000 });
export const later = fc.integer({ min: 4000, max: 120_000 });
export const anyPause = fc.oneof(
  { arbitrary: close, weight: 5 },
  { arbitrary: soon, weight: 4 },
  { arbitrary: later, weight: 2 },
);

const anyEntity = fc.constantFrom(0, 0, 0, 1, 2);
const nth = fc.nat(5);

const anyHow = fc.oneof(
  { weight: 3, arbitrary: fc.constant<PublishHow>('once') },
  { weight: 2, arbitrary: fc.constantFrom<PublishHow>('stale', 'very-stale', 'ahead', 'racing', 'repeated') },
);

export const publish = (
  after: fc.Arbitrary<number>,
  entity: fc.Arbitrary<number> = anyEntity,
  how: fc.Arbitrary<PublishHow> = anyHow,
): Named<'publish'> =>
  fc.record({
    do: fc.constant('publish'),
    after,
    entity,
    action: fc.constantFrom('put', 'put', 'put', 'delete'),
    how,
  });

export const remove = (after: fc.Arbitrary<number>, entity: fc.Arbitrary<number>): Named<'publish'> =>
  fc.record({
    do: fc.constant('publish'),
    after,
    entity,
    action: fc.constant('delete'),
    how: fc.constant('once'),
  });

export const publishInvalid = (after: fc.Arbitrary<number>, entity = anyEntity): Named<'publish-invalid'> =>
  fc.record({ do: fc.constant('publish-invalid'), after, entity, what: fc.constantFrom('attributes', 'type') });

export const poison = (after: fc.Arbitrary<number>, entity: fc.Arbitrary<number> = anyEntity): Named<'poison'> =>
  fc.record({
    do: fc.constant('poison'),
    after,
    entity,
    table: fc.constantFrom('data', 'data', 'listing', 'listing', 'history'),
  });

export const stop = (after: fc.Arbitrary<number>): Named<'stop'> => fc.record({ do: fc.constant('stop'), after, nth });

export const repairing = (after: fc.Arbitrary<number>): Named<'redrive' | 'skip'> =>
  fc.record({ do: fc.constantFrom('redrive', 'redrive', 'skip'), after, nth, how: fc.constantFrom('once', 'racing') });

export const starting = (after: fc.Arbitrary<number>): Named<'start-again' | 'start-rogue'> =>
  fc.record({ do: fc.constantFrom('start-again', 'start-rogue'), after, nth });

export const tending = (after: fc.Arbitrary<number>): Named<'reconcile' | 'repair'> =>
  fc.record({ do: fc.constantFrom('reconcile', 'repair'), after });

export const malformed = (after: fc.Arbitrary<number>): Named<'insert-malformed'> =>
  fc.record({ do: fc.constant('insert-malformed'), after });

/** Across the ends of a tombstone, of the retention, of the redrive window, and of an execution's name. */
export const leap = (after: fc.Arbitrary<number>): Named<'leap'> =>
  fc.record({ do: fc.constant('leap'), after, days: fc.constantFrom(1, 8, 15, 40, 100) });
