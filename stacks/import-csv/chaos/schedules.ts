import { close, later, poison, publish, repairing, soon, stop, tending } from '@blueprint/test/chaos/world/acts';
import { callFault, deliveryFault, invocationFault } from '@blueprint/test/chaos/world/fault-arbitraries';
import type { Fault } from '@blueprint/test/chaos/world/faults';
import type { Act as CommandAct } from '@blueprint/test/chaos/world/schedule';
import fc from 'fast-check';
import { type Act, functionPaths, type ImportAct, products, type RowPlan, type Schedule } from './schedule';

/** Acts whose `after` counts from the start, so that those of people and those of imports meet. */
interface Timetable {
  seed: number;
  acts: CommandAct[];
  faults: Fault[];
  files: ImportAct[];
}

const product = fc.nat(products.length - 1);

const row: fc.Arbitrary<RowPlan> = fc.oneof(
  { weight: 3, arbitrary: product },
  { weight: 4, arbitrary: fc.constant('fresh' as const) },
  { weight: 1, arbitrary: fc.constant('invalid' as const) },
);

const file: fc.Arbitrary<ImportAct> = fc.record({
  do: fc.constant('import' as const),
  after: fc.oneof(close, soon),
  rows: fc.oneof(
    { weight: 24, arbitrary: fc.array(row, { minLength: 1, maxLength: 7, size: 'max' }) },
    { weight: 1, arbitrary: fc.array(row, { minLength: 35, maxLength: 45, size: 'max' }) },
  ),
  rowsPerBatch: fc.constantFrom(3, 5, 40),
  repeated: fc.array(fc.nat(5), { maxLength: 2 }),
});

const act: fc.Arbitrary<CommandAct> = fc.oneof(
  { weight: 10, arbitrary: publish(soon, product) },
  { weight: 1, arbitrary: stop(soon) },
  { weight: 2, arbitrary: repairing(later) },
  { weight: 1, arbitrary: tending(later) },
  { weight: 1, arbitrary: poison(soon, product) },
);

/** What strikes the parts that an import adds; the others are struck in the command workflow's own schedules. */
const fault: fc.Arbitrary<Fault> = fc.oneof(
  { weight: 4, arbitrary: callFault('TransactWriteItems', 5) },
  {
    weight: 3,
    arbitrary: callFault('TransactWriteItems', 5, ['conflicted', 'killed-and-landing-late', 'error-after']),
  },
  { weight: 2, arbitrary: callFault('BatchWriteItem', 3) },
  { weight: 1, arbitrary: callFault('BatchWriteItem', 3, ['unprocessed']) },
  { weight: 2, arbitrary: callFault('import-csv/csv-rows-handler PutItem', 3) },
  { weight: 3, arbitrary: callFault('import-csv/apply-rows PutItem', 4) },
  { weight: 2, arbitrary: callFault('import-csv/apply-rows Query', 5) },
  { weight: 2, arbitrary: callFault('import-csv/apply-rows GetItem', 4) },
  { weight: 2, arbitrary: callFault('import-csv/row-settled PutItem', 3) },
  { weight: 1, arbitrary: callFault('PutObject', 2) },
  { weight: 1, arbitrary: callFault('command/finish UpdateItem', 3) },
  { weight: 3, arbitrary: fc.constantFrom(...functionPaths).chain((path) => invocationFault(path, 4)) },
  { weight: 4, arbitrary: deliveryFault('records', 6) },
);

/** Small files on few products: rows of one key always meet, in one file, in two, and with those who publish. */
const anything: fc.Arbitrary<Timetable> = fc.record({
  seed: fc.nat(),
  acts: fc.array(act, { maxLength: 3, size: 'max' }),
  faults: fc.array(fault, { maxLength: 6, size: 'max' }),
  files: fc.oneof({ weight: 2, arbitrary: fc.tuple(file) }, { weight: 1, arbitrary: fc.tuple(file, file) }),
});

/** Rows of two products in chunks of their own, with those who publish on them in between: everyone meets everyone. */
const contended: fc.Arbitrary<Timetable> = fc.record({
  seed: fc.nat(),
  acts: fc.array(publish(fc.integer({ min: 300, max: 2_500 }), fc.nat(1), fc.constant('once')), { maxLength: 4 }),
  faults: fc.array(
    fc.oneof(
      callFault('import-csv/apply-rows PutItem', 5, ['killed-after', 'killed-before', 'error-after', 'slow']),
      callFault('import-csv/apply-rows Query', 5, ['slow', 'killed-before']),
      callFault('TransactWriteItems', 5, ['slow', 'conflicted', 'killed-and-landing-late', 'error-after']),
      deliveryFault('records', 6, ['repeated', 'repeated', 'repeated-later', 'late']),
    ),
    { maxLength: 3 },
  ),
  files: fc
    .array(fc.nat(1), { minLength: 3, maxLength: 7, size: 'max' })
    .map((rows) => [{ do: 'import', after: 0, rows, rowsPerBatch: 2, repeated: [] }]),
});

const broken = (entity: number): CommandAct[] => [
  { do: 'poison', after: 0, entity, table: 'data' },
  { do: 'publish', after: 10, entity, action: 'put', how: 'once' },
];

/** Rows of one chunk that all wait for commands that fail, and end at the same time once those are repaired. */
const waiting: fc.Arbitrary<Timetable> = fc.record({
  seed: fc.nat(),
  acts: fc.constant([0, 1].flatMap(broken)),
  faults: fc.array(
    fc.oneof(
      callFault('import-csv/row-settled PutItem', 3, ['killed-and-landing-late', 'error-after', 'slow']),
      callFault('import-csv/row-settled GetItem', 6, ['slow']),
      callFault('import-csv/apply-rows PutItem', 4),
      deliveryFault('records', 8),
    ),
    { maxLength: 3 },
  ),
  files: fc
    .shuffledSubarray<RowPlan>([0, 1, 'fresh'], { minLength: 2 })
    .map((rows) => [{ do: 'import', after: 200, rows, rowsPerBatch: 40, repeated: [] }]),
});

export const schedules: fc.Arbitrary<Schedule> = fc
  .oneof({ weight: 8, arbitrary: anything }, { weight: 7, arbitrary: contended }, { weight: 1, arbitrary: waiting })
  .map(({ seed, acts, faults, files }) => ({ seed, acts: oneAfterAnother([...acts, ...files]), faults }));

/** In the order of their instants, each as long after the one before. */
function oneAfterAnother(acts: Act[]): Act[] {
  const inOrder = acts.toSorted((a, b) => a.after - b.after);
  return inOrder.map((one, index) => ({ ...one, after: one.after - (inOrder[index - 1]?.after ?? 0) }));
}
