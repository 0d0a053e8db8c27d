import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { START, TestEngine } from '../testing/engine';

const pass = { StartAt: 'p', States: { p: { Type: 'Pass', End: true } } };
const GET = 'arn:aws:states:::s3:getObject';
const CSV = { InputType: 'CSV', CSVHeaderLocation: 'FIRST_ROW' };
const INVENTORIES = [{ InputType: 'MANIFEST' }, { ManifestType: 'S3_INVENTORY' }];

/** A machine of one Distributed Map that reads `file`, or lists the bucket. */
const reading = (ReaderConfig: object, more: object = {}, Resource = GET) => {
  const Arguments = Resource === GET ? { Bucket: 'bucket', Key: '{% $states.input.key %}' } : { Bucket: 'bucket' };
  const ItemReader = { Resource, ReaderConfig, Arguments };
  const ItemProcessor = { ...pass, ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'EXPRESS' } };
  return { StartAt: 'each', States: { each: { Type: 'Map', ItemReader, ItemProcessor, ...more, End: true } } };
};

function engineWith(text: string | Buffer, key = 'file') {
  const engine = new TestEngine();
  engine.objects.files.set(key, Buffer.from(text));
  return engine;
}

async function read(text: string, config: object, more: object = {}) {
  const end = await engineWith(text).execute(reading(config, more), { key: 'file' });
  return end.output === undefined ? end : JSON.parse(String(end.output));
}

describe('an ItemReader', () => {
  test('reads CSV', async () => {
    const file = '\ufeffCol1,Col2\nValue1,"Value,2"\n,\nonly\n';
    expect(await read(file, CSV)).toEqual([
      { Col1: 'Value1', Col2: 'Value,2' },
      { Col1: '', Col2: '' },
      { Col1: 'only', Col2: '' },
    ]);
    const given = { InputType: 'CSV', CSVHeaderLocation: 'GIVEN', CSVHeaders: ['H'], CSVDelimiter: 'PIPE' };
    expect(await read('a|b', given)).toEqual([{ H: 'a' }]);
  });

  test('reads JSON and JSON Lines', async () => {
    expect(await read('[{"a":1}, 2]', { InputType: 'JSON' })).toEqual([{ a: 1 }, 2]);
    expect(await read('{"a":1}\n2\n', { InputType: 'JSONL' })).toEqual([{ a: 1 }, 2]);
    expect(await read('', { InputType: 'JSONL' })).toEqual([]);
  });

  test.each([
    [2, 2],
    ['{% 1 %}', 1],
    [0, 4],
    [100_000_000, 4],
  ])('with MaxItems %s', async (MaxItems, items) => {
    expect(await read('a\n1\n2\n3\n4', { ...CSV, MaxItems })).toHaveLength(items);
  });

  test.each(['$.list', '$[0]', '$.nope'])('takes no notice of the ItemsPath %s', async (ItemsPath) => {
    const { Arguments: _, ...reader } = reading({ InputType: 'JSON' }).States.each.ItemReader;
    const ItemReader = { ...reader, Parameters: { Bucket: 'bucket', Key: 'file' } };
    const QueryLanguage = 'JSONPath';
    const end = await engineWith('[["from the file"]]').execute(
      { ...reading({}, { ItemReader, ItemsPath }), QueryLanguage },
      { list: ['from the input'] },
    );
    expect(end.output).toBe('[["from the file"]]');
  });

  test('tells ItemSelector the URI of the object', async () => {
    const ItemSelector = '{% $states.context.Map.Item.Source %}';
    expect(await read('[1]', { InputType: 'JSON' }, { ItemSelector })).toEqual(['s3://bucket/file']);
  });

  test('lists objects, page by page', async () => {
    const engine = engineWith('one', 'a/1');
    for (const key of ['a/2', 'a/3', 'b/1']) engine.objects.files.set(key, Buffer.from('x'));
    const definition = reading({}, {}, 'arn:aws:states:::s3:listObjectsV2');
    const { output } = await engine.execute(definition);
    const items = JSON.parse(String(output)) as object[];
    expect(items).toHaveLength(4);
    expect(items[0]).toEqual({
      Etag: '"f97c5d29941bfb1b2fdab0874906ab82"',
      Key: 'a/1',
      LastModified: START / 1000,
      Size: 3,
      StorageClass: 'STANDARD',
    });
    expect(engine.objects.log).toEqual(['list ', 'list ']);
  });

  test('lists objects from StartAfter on', async () => {
    const engine = engineWith('one', 'a/1');
    for (const key of ['a/2', 'a/3', 'b/1']) engine.objects.files.set(key, Buffer.from('x'));
    const ItemReader = {
      Resource: 'arn:aws:states:::s3:listObjectsV2',
      Arguments: { Bucket: 'bucket', Prefix: 'a/', StartAfter: '{% $states.input.last %}' },
    };
    const { output } = await engine.execute(reading({}, { ItemReader }), { last: 'a/1' });
    expect(JSON.parse(String(output))).toMatchObject([{ Key: 'a/2' }, { Key: 'a/3' }]);
  });

  test.each([
    ['Range', "The field 'Range' is not supported by the local Step Functions: "],
    ['Nonsense', "The field 'Nonsense' is not supported by Step Functions"],
  ])('fails for %s in Arguments that are one expression', async (member, cause) => {
    const ItemReader = { Resource: GET, ReaderConfig: { InputType: 'JSON' }, Arguments: '{% $states.input %}' };
    const input = { Bucket: 'bucket', Key: 'file', [member]: 'x' };
    expect(await engineWith('[]').execute(reading({}, { ItemReader }), input)).toMatchObject({
      error: 'States.ItemReaderFailed',
      cause: expect.stringContaining(cause),
    });
  });

  test.each(INVENTORIES)('reads the objects that an S3 inventory lists, by %j', async (config) => {
    const files = [{ key: 'inventory/1.csv.gz' }, { key: 'inventory/2.csv' }];
    const manifest = {
      destinationBucket: 'arn:aws:s3:::bucket',
      fileFormat: 'CSV',
      fileSchema: 'Bucket, Key, Size',
      files,
    };
    const engine = engineWith(JSON.stringify(manifest), 'manifest.json');
    engine.objects.files.set('inventory/1.csv.gz', gzipSync('"b","k1","1"\n"b","k2","2"\n'));
    engine.objects.files.set('inventory/2.csv', Buffer.from('"b","k3","3"\n'));
    const { executionArn } = await engine.execute(reading(config), { key: 'manifest.json' });
    // Decompression takes real time, though little.
    while ((await engine.describe(executionArn)).status === 'RUNNING') await engine.settle();
    const { output } = await engine.describe(executionArn);
    expect(JSON.parse(String(output))).toEqual([
      { Bucket: 'b', Key: 'k1', Size: '1' },
      { Bucket: 'b', Key: 'k2', Size: '2' },
      { Bucket: 'b', Key: 'k3', Size: '3' },
    ]);
  });

  test('reads an object whose name says that it is compressed with GZIP', async () => {
    const engine = engineWith(gzipSync('a\n1'), 'rows.csv.gz');
    const { executionArn } = await engine.execute(reading(CSV), { key: 'rows.csv.gz' });
    while ((await engine.describe(executionArn)).status === 'RUNNING') await engine.settle();
    expect(await engine.describe(executionArn)).toMatchObject({ output: '[{"a":"1"}]' });
  });

  test.each<[string, object, object, string]>([
    ['a,a\n', CSV, {}, 'CSV headers cannot contain duplicates.'],
    ['{"a":1}', { InputType: 'JSON' }, {}, 'Attempting to map over non-iterable node.'],
    ['a\n1', { ...CSV, MaxItems: '{% -1 %}' }, {}, 'field MaxItems must be positive'],
    ['nope', { InputType: 'JSONL' }, {}, 'Line 1 of the JSONL file is not valid JSON'],
    ['[]', { InputType: 'JSON' }, { key: 'other' }, 'The specified key does not exist.'],
    ['[]', { InputType: 'JSON' }, { key: 7 }, "The ItemReader's argument Key must be a string."],
    ['{"fileFormat":"ORC"}', { InputType: 'MANIFEST' }, {}, "The manifest's fileFormat is ORC"],
    ['a\n1', { ...CSV }, { key: 'denied' }, 'Access Denied'],
    ['a\n1', { ...CSV }, { key: 'rows.csv.zstd' }, 'The object is compressed with ZSTD'],
  ])('of %j with %j fails', async (text, config, input, cause) => {
    const engine = engineWith(text);
    engine.objects.before = (_, key) => {
      if (key === 'denied') throw new Error('Access Denied');
    };
    const end = await engine.execute(reading(config), { key: 'file', ...input });
    const failure = { error: 'States.ItemReaderFailed', cause: expect.stringContaining(cause) };
    expect(end).toMatchObject({ status: 'FAILED', ...failure });
    expect((await engine.outline(end.executionArn)).slice(2)).toEqual([
      '3 2 MapStateStarted',
      '4 3 MapRunStarted',
      '5 4 MapRunFailed',
      '6 5 MapStateFailed',
      '7 6 ExecutionFailed',
    ]);
    expect((await engine.history(end.executionArn))[4]?.mapRunFailedEventDetails).toMatchObject(failure);
  });
});

test('an object is read piece by piece, and only as fast as children take its items', async () => {
  const engine = engineWith(`id\n${Array.from({ length: 200_000 }, (_, id) => `${id}${'.'.repeat(60)}`).join('\n')}`);
  const processor = { StartAt: 'w', States: { w: { Type: 'Wait', Seconds: 1, End: true } } };
  const definition = reading(CSV, { ItemBatcher: { MaxItemsPerBatch: 1000 }, MaxConcurrency: 1, Output: 0 });
  const ItemProcessor = { ...processor, ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'EXPRESS' } };
  const each = {
    ...definition.States.each,
    ItemProcessor,
    ResultWriter: {
      Resource: 'arn:aws:states:::s3:putObject',
      Arguments: { Bucket: 'bucket' },
      WriterConfig: { Transformation: 'COMPACT', OutputType: 'JSONL' },
    },
  };
  const machine = await engine.create({ ...definition, States: { each } });
  const executionArn = await engine.start(machine, { key: 'file' });
  await engine.run(10_000);
  expect(engine.objects.log.filter((entry) => entry.startsWith('get'))).toHaveLength(1);
  expect((await engine.mapRun(executionArn)).executionCounts).toMatchObject({ succeeded: 10, running: 1, pending: 1 });
  await engine.run();
  expect(engine.objects.log.filter((entry) => entry.startsWith('get'))).toHaveLength(4);
  expect((await engine.mapRun(executionArn)).itemCounts).toMatchObject({ succeeded: 200_000, total: 200_000 });
}, 30_000);
