import type { JsonObject } from '../json';
import { path } from './field-proof';
import { block, distributed, failing, INPUT, machineOf, type Proof, type Proofs, task, withFields } from './proofs';

const inline = (fields: JsonObject, more: Proof | object = {}): Proof => ({
  definition: withFields('Map', 'JSONata', fields),
  ...more,
});
const wait = block({ Type: 'Wait', Seconds: 1 });
/** One of the two items fails. */
const half = (fields: JsonObject, language: 'JSONata' | 'JSONPath' = 'JSONata'): Proof => ({
  definition: distributed(language, fields, block(task)),
  answer: failing(1),
  look: async (engine, executionArn) =>
    ({ ...((await engine.mapRun(executionArn)).itemCounts as object) }) as JsonObject,
  seen: {
    pending: 0,
    running: 0,
    succeeded: 1,
    failed: 1,
    timedOut: 0,
    aborted: 0,
    total: 2,
    resultsWritten: 2,
    failuresNotRedrivable: 0,
    pendingRedrive: 0,
  },
});

/** Proofs of the fields that a Map alone has. */
export const MAP_PROOFS: Proofs = {
  Items: inline({ Items: [5, 6] }, { output: [5, 6] }),
  ItemsPath: path('Map', { ItemsPath: '$.list' }, INPUT.list),
  ItemSelector: inline(
    { ItemSelector: { v: '{% $states.context.Map.Item.Value %}' } },
    { output: [{ v: 1 }, { v: 2 }] },
  ),
  ItemProcessor: inline({ ItemProcessor: block({ Type: 'Pass', Output: 'done' }) }, { output: ['done', 'done'] }),
  Iterator: {
    definition: machineOf('JSONPath', {
      Type: 'Map',
      ItemsPath: '$.list',
      Iterator: block({ Type: 'Pass', Result: 'done' }),
      End: true,
    }),
    output: ['done', 'done'],
  },
  MaxConcurrency: inline({ Items: [1, 2, 3, 4], MaxConcurrency: 2, ItemProcessor: wait }, { seconds: 2 }),
  MaxConcurrencyPath: { ...path('Map', { MaxConcurrencyPath: '$.n', ItemProcessor: wait }, INPUT.list), seconds: 2 },
  ItemReader: {
    definition: distributed('JSONata', {
      ItemReader: {
        Resource: 'arn:aws:states:::s3:getObject',
        ReaderConfig: { InputType: 'JSON' },
        Arguments: { Bucket: 'bucket', Key: 'rows' },
      },
    }),
    files: { rows: '[7,8]' },
    output: [7, 8],
  },
  ItemBatcher: {
    definition: distributed('JSONata', { ItemBatcher: { MaxItemsPerBatch: 2 } }),
    output: [{ Items: INPUT.list }],
  },
  ResultWriter: {
    definition: distributed('JSONata', {
      ResultWriter: { Resource: 'arn:aws:states:::s3:putObject', Arguments: { Bucket: 'bucket', Prefix: 'to' } },
    }),
    look: async ({ objects }) => [...objects.files.keys()].map((key) => key.replace(/[0-9a-f-]{36}/, 'id')).sort(),
    seen: ['to/id/SUCCEEDED_0.json', 'to/id/manifest.json'],
  },
  Label: {
    definition: distributed('JSONata', { Label: 'mine' }),
    look: async (engine, executionArn) =>
      /mapRun:machine\/(\w+):/.exec(String((await engine.mapRun(executionArn)).mapRunArn))?.[1] ?? '',
    seen: 'mine',
  },
  ToleratedFailureCount: half({ ToleratedFailureCount: 1 }),
  ToleratedFailurePercentage: half({ ToleratedFailurePercentage: 50 }),
  ToleratedFailureCountPath: half({ ToleratedFailureCountPath: '$.n' }, 'JSONPath'),
  ToleratedFailurePercentagePath: half({ ToleratedFailurePercentagePath: '$.half' }, 'JSONPath'),
};
