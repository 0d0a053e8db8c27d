import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from '@jest/globals';
import { children, map, pass, wait } from '../testing/distributed-map';
import { TestEngine } from '../testing/engine';
import { MemoryJournal } from '../testing/memory-journal';

const LIST = 'arn:aws:states:::s3:listObjectsV2';
const GET = 'arn:aws:states:::s3:getObject';
const FIRST_ROW = { InputType: 'CSV', CSVHeaderLocation: 'FIRST_ROW' };
const GIVEN = { InputType: 'CSV', CSVHeaderLocation: 'GIVEN', CSVHeaders: ['id'] };
const JSONL = { InputType: 'JSONL' };
const VALUE_AND_SOURCE = '{% $states.context.Map.Item.[Value, Source] %}';

/** Reads the objects under `in/`. */
const flattening = (config: object, more: object = {}) => ({
  ItemReader: {
    Resource: LIST,
    Arguments: { Bucket: 'bucket', Prefix: 'in/' },
    ReaderConfig: { ...config, Transformation: 'LOAD_AND_FLATTEN' },
  },
  ...more,
});

/** Reads the objects that `manifest.csv` lists. */
const unloaded = (config: object, more: object = {}) => ({
  ItemReader: {
    Resource: GET,
    Arguments: { Bucket: 'bucket', Key: 'manifest.csv' },
    ReaderConfig: { ...config, ManifestType: 'ATHENA_DATA' },
  },
  ...more,
});

type Files = Readonly<Record<string, string | Buffer>>;

const engines: TestEngine[] = [];
afterEach(() => {
  for (const engine of engines.splice(0)) engine.service.close();
});

function engineWith(files: Files, engine = new TestEngine()): TestEngine {
  engines.push(engine);
  for (const [key, text] of Object.entries(files)) engine.objects.files.set(key, Buffer.from(text));
  return engine;
}

/** Runs a Distributed Map to its end. Decompression takes real time, though little. */
async function ended(engine: TestEngine, fields: object) {
  const { executionArn } = await engine.execute(map(fields, pass, 'EXPRESS'));
  while ((await engine.describe(executionArn)).status === 'RUNNING') await engine.settle();
  return engine.describe(executionArn);
}

async function read(files: Files, fields: object) {
  const end = await ended(engineWith(files), fields);
  return end.output === undefined ? end : JSON.parse(String(end.output));
}

/** The keys of the objects that were asked for. */
const got = ({ objects }: TestEngine) => objects.log.filter((entry) => entry.startsWith('get ')).map((e) => e.slice(4));

describe('LOAD_AND_FLATTEN', () => {
  test('makes items of the records of all listed objects, one after another', async () => {
    const files = { 'in/a': 'id,n\n1,x\n2,y\n', 'in/c': 'n,id\nw,4', 'in/b': 'id,n\n3,z', other: 'id\n9' };
    expect(await read(files, flattening(FIRST_ROW))).toEqual([
      { id: '1', n: 'x' },
      { id: '2', n: 'y' },
      { id: '3', n: 'z' },
      { id: '4', n: 'w' },
    ]);
    expect(await read({ 'in/a': '1|2\n', 'in/b': '3' }, flattening({ ...GIVEN, CSVDelimiter: 'PIPE' }))).toEqual([
      { id: '1' },
      { id: '3' },
    ]);
    expect(await read({ 'in/a': '[1,{"a":2}]', 'in/b': '[]' }, flattening({ InputType: 'JSON' }))).toEqual([
      1,
      { a: 2 },
    ]);
    const pointed = flattening({ InputType: 'JSON', ItemsPointer: '/rows' });
    expect(await read({ 'in/a': '{"rows":[1]}', 'in/b': '{"rows":[2]}' }, pointed)).toEqual([1, 2]);
    expect(await read({ 'in/a': '1\n2', 'in/b': '3\n' }, flattening(JSONL))).toEqual([1, 2, 3]);
    expect(await read({ other: '1' }, flattening(JSONL))).toEqual([]);
  });

  test('tells ItemSelector the URI of the object that the item is from', async () => {
    const fields = flattening(JSONL, { ItemSelector: VALUE_AND_SOURCE });
    expect(await read({ 'in/a': '1\n2', 'in/b': '3' }, fields)).toEqual([
      [1, 's3://bucket/in/a'],
      [2, 's3://bucket/in/a'],
      [3, 's3://bucket/in/b'],
    ]);
  });

  test('does not read objects without a byte, as which folders are made', async () => {
    const engine = engineWith({ 'in/': '', 'in/_SUCCESS': '', 'in/a/': '', 'in/a/1': '[1]' });
    expect(await ended(engine, flattening({ InputType: 'JSON' }))).toMatchObject({ output: '[1]' });
    expect(got(engine)).toEqual(['in/a/1']);
  });

  test('batches items of several objects together', async () => {
    const fields = flattening(JSONL, { ItemBatcher: { MaxItemsPerBatch: 2 } });
    expect(await read({ 'in/a': '1', 'in/b': '2\n3' }, fields)).toEqual([{ Items: [1, 2] }, { Items: [3] }]);
  });

  test.each([
    [3, '[1,2,3]', ['in/a', 'in/b']],
    [2, '[1,2]', ['in/a']],
  ])('counts MaxItems over all objects, and reads no further: %d', async (most, output, keys) => {
    const engine = engineWith({ 'in/a': '1\n2', 'in/b': '3\n4', 'in/c': '5' });
    const end = await ended(engine, flattening({ ...JSONL, MaxItems: `{% ${most} %}` }));
    expect(end).toMatchObject({ output });
    expect(got(engine)).toEqual(keys);
    expect(await engine.mapRun(end.executionArn)).toMatchObject({ itemCounts: { total: most, succeeded: most } });
  });

  test('reads objects that are compressed with GZIP', async () => {
    const files = { 'in/a.csv.gz': gzipSync('id\n1\n2'), 'in/b.csv': 'id\n3' };
    expect(await read(files, flattening(FIRST_ROW))).toEqual([{ id: '1' }, { id: '2' }, { id: '3' }]);
  });

  test('asks for no object before the items of those before it are taken', async () => {
    const files = Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`in/${1000 + i}`, '1\n1\n']));
    const engine = engineWith(files);
    const machine = await engine.create(map(flattening(JSONL, { MaxConcurrency: 1, Output: 0 }), wait, 'EXPRESS'));
    const executionArn = await engine.start(machine);
    await engine.run(10_000);
    // Ten children of one second each have ended; one runs, and one waits.
    expect(await engine.mapRun(executionArn)).toMatchObject({ executionCounts: { succeeded: 10, total: 12 } });
    expect(got(engine)).toEqual(Object.keys(files).slice(0, 6));
    expect(engine.objects.log.filter((entry) => entry.startsWith('list'))).toHaveLength(3);
    await engine.run();
    expect(await engine.mapRun(executionArn)).toMatchObject({ itemCounts: { succeeded: 1000, total: 1000 } });
  });
});

describe('an Athena manifest', () => {
  const manifest = 's3://bucket/out/2.gz\ns3://bucket/out/1\n';

  test('gives the records of the objects that it lists, in its order', async () => {
    const rows = { 'manifest.csv': manifest, 'out/1': '1', 'out/2.gz': gzipSync('2\n3\n') };
    expect(await read(rows, unloaded(GIVEN))).toEqual([{ id: '2' }, { id: '3' }, { id: '1' }]);
    expect(await read(rows, unloaded(JSONL, { ItemSelector: VALUE_AND_SOURCE }))).toEqual([
      [2, 's3://bucket/out/2.gz'],
      [3, 's3://bucket/out/2.gz'],
      [1, 's3://bucket/out/1'],
    ]);
    expect(await read(rows, unloaded({ ...JSONL, MaxItems: 1 }))).toEqual([2]);
  });

  test('may list nothing, and objects that hold nothing', async () => {
    expect(await read({ 'manifest.csv': '' }, unloaded(JSONL))).toEqual([]);
    const quoted = '"s3://bucket/out/1"\r\ns3://bucket/out/2';
    expect(await read({ 'manifest.csv': quoted, 'out/1': '', 'out/2': '' }, unloaded(GIVEN))).toEqual([]);
  });

  test.each(['out/1', 's3://bucket', 's3://bucket/', 's3://bucket/a,s3://bucket/b', 'https://bucket/a'])(
    'does not list %j',
    async (line) => {
      expect(await read({ 'manifest.csv': `s3://bucket/out/1\n${line}`, 'out/1': '1' }, unloaded(JSONL))).toMatchObject(
        {
          error: 'States.ItemReaderFailed',
          cause: `Record 2 of the manifest is not the s3:// URI of an object: ${line}`,
        },
      );
    },
  );

  test('that is not there is named as any other object is not', async () => {
    expect(await read({}, unloaded(JSONL))).toMatchObject({ cause: 'The specified key does not exist.' });
  });
});

describe('an object among many that cannot be read', () => {
  test.each<[string, Files, object, string]>([
    ['is no JSON', { 'in/a': '[1]', 'in/b': '{"a":1}' }, { InputType: 'JSON' }, 'Attempting to map over non-iterable'],
    ['is no JSONL', { 'in/a': '1', 'in/b': '1\n{' }, JSONL, 'Line 2 of the JSONL file is not valid JSON'],
    [
      'has a wrong header',
      { 'in/a': 'id\n1', 'in/b': 'id,id\n1,2' },
      FIRST_ROW,
      'CSV headers cannot contain duplicates.',
    ],
    ['may not be read', { 'in/a': '1', 'in/b': '2', denied: 'in/b' }, JSONL, 'Access Denied'],
    ['is gone', { 'in/a': '1', 'in/b': '2', gone: 'in/b' }, JSONL, 'The specified key does not exist.'],
    ['is no GZIP', { 'in/a': '1', 'in/b.gz': '1'.repeat(20) }, JSONL, 'incorrect header check'],
    ['is GZIP in part', { 'in/b.gz': gzipSync('1'.repeat(1000)).subarray(0, 15) }, JSONL, 'unexpected end of file'],
    [
      'is ZSTD',
      { 'in/a': '1', 'in/b.zstd': '1' },
      JSONL,
      'The object is compressed with ZSTD: of compressed objects only',
    ],
  ])('as it %s fails the map run, and is named', async (_, { denied, gone, ...files }, config, cause) => {
    const engine = engineWith(files);
    engine.objects.before = (operation, key) => {
      if (operation !== 'get') return;
      if (key === denied) throw new Error('Access Denied');
      if (key === gone) engine.objects.files.delete(key);
    };
    const end = await ended(engine, flattening(config));
    expect(end).toMatchObject({ status: 'FAILED', error: 'States.ItemReaderFailed' });
    expect(end.cause).toMatch(/^s3:\/\/bucket\/in\/b[.\w]*: /);
    expect(end.cause).toContain(cause);
  });
});

describe('what is read of many objects', () => {
  const files = { 'in/a': '1\n2', 'in/b': '3', 'in/c': '4\n5' };
  const processor = {
    StartAt: 't',
    States: {
      t: { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', Arguments: '{% $states.input %}', End: true },
    },
  };

  test.each(['STANDARD', 'EXPRESS'])('is read anew by a redrive of %s children', async (type) => {
    let fails = true;
    const answer = ({ arguments: given }: { arguments: unknown }) =>
      fails && Number(given) % 3 === 0 ? { error: 'E', cause: '' } : { output: Number(given) };
    const engine = engineWith(files, new TestEngine(answer));
    const fields = flattening(JSONL, { MaxConcurrency: 1 });
    const { executionArn, status } = await engine.execute(map(fields, processor, type));
    expect(status).toBe('FAILED');
    fails = false;
    await engine.handle('RedriveExecution', { executionArn });
    await engine.run();
    expect(await engine.describe(executionArn)).toMatchObject({ status: 'SUCCEEDED', output: '[1,2,3,4,5]' });
    expect(engine.requests.map(({ arguments: given }) => given)).toEqual([1, 2, 3, 3, 4, 5]);
  });

  test('goes on after a restart where it was', async () => {
    const journal = new MemoryJournal();
    const engine = engineWith(files, await TestEngine.open(journal));
    const machine = await engine.create(map(flattening(JSONL, { MaxConcurrency: 1 }), wait));
    const executionArn = await engine.start(machine);
    await engine.run(3000);
    expect(await engine.mapRun(executionArn)).toMatchObject({ executionCounts: { succeeded: 2 } });
    const again = engineWith({}, await TestEngine.open(new MemoryJournal([...journal.texts]), undefined, engine));
    await again.run();
    expect(await again.describe(executionArn)).toMatchObject({ status: 'SUCCEEDED', output: '[1,2,3,4,5]' });
    const { mapRunArn, itemCounts } = await again.mapRun(executionArn);
    expect(itemCounts).toMatchObject({ succeeded: 5, total: 5 });
    expect(await children(again, mapRunArn)).toHaveLength(5);
  });
});
