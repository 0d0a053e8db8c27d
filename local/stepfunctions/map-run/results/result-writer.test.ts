import { describe, expect, jest, test } from '@jest/globals';
import type { TaskRequest } from '../../integrations/integrations';
import { TestEngine } from '../../testing/engine';

const task = { StartAt: 't', States: { t: { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', End: true } } };

const writing = (Items: unknown, more: object = {}, ExecutionType = 'STANDARD') => ({
  StartAt: 'each',
  States: {
    each: {
      Type: 'Map',
      Label: 'rows',
      Items,
      ItemProcessor: { ...task, ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType } },
      ResultWriter: {
        Resource: 'arn:aws:states:::s3:putObject',
        Arguments: { Bucket: 'bucket', Prefix: '{% "out" & "/" %}' },
      },
      MaxConcurrency: 1,
      ...more,
      End: true,
    },
  },
});
const format = (Transformation: string, OutputType: string) => ({
  ResultWriter: {
    Resource: 'arn:aws:states:::s3:putObject',
    Arguments: { Bucket: 'bucket', Prefix: 'out' },
    WriterConfig: { Transformation, OutputType },
  },
});

const failing = (...values: unknown[]) =>
  new TestEngine(({ arguments: given }: TaskRequest) =>
    values.includes(given) ? { error: 'Oops', cause: 'because' } : { output: { got: given } },
  );

/** What lies in the folder of the map run, by file name. */
async function written(engine: TestEngine, executionArn: string) {
  const { mapRunArn } = await engine.mapRun(executionArn);
  const folder = `out/${String(mapRunArn).split(':').at(-1)}/`;
  const keys = [...engine.objects.files.keys()].filter((key) => key.startsWith(folder));
  const files = Object.fromEntries(keys.map((key) => [key.slice(folder.length), engine.objects.text(key)]));
  return { folder, files, mapRunArn, manifest: JSON.parse(files['manifest.json'] ?? '{}') };
}

describe('a ResultWriter', () => {
  const put = (Arguments: unknown) => ({ Resource: 'arn:aws:states:::s3:putObject', Arguments });

  test('tells S3 whose bucket it expects', async () => {
    const engine = failing();
    const puts = jest.spyOn(engine.objects, 'put');
    const Arguments = { Bucket: 'bucket', ExpectedBucketOwner: '{% "1" & "2" %}' };
    await engine.execute(writing([1], { ResultWriter: put(Arguments) }));
    // The manifest to begin with, the results, the manifest.
    expect(puts.mock.calls.map(([{ expectedBucketOwner }]) => expectedBucketOwner)).toEqual(['12', '12', '12']);
  });

  test.each([
    ['Tagging', "The field 'Tagging' is not supported by the local Step Functions: "],
    ['Nonsense', "The field 'Nonsense' is not supported by Step Functions"],
  ])('fails for %s in Arguments that are one expression', async (member, cause) => {
    const ResultWriter = put('{% $states.input %}');
    const input = { Bucket: 'bucket', [member]: 'x' };
    expect(await failing().execute(writing([1], { ResultWriter }), input)).toMatchObject({
      error: 'States.ResultWriterFailed',
      cause: expect.stringContaining(cause),
    });
  });

  test('writes what succeeded and a manifest, which the output of the state names', async () => {
    const engine = failing();
    const end = await engine.execute(writing([1, 2]));
    const { folder, files, mapRunArn, manifest } = await written(engine, end.executionArn);
    expect(JSON.parse(String(end.output))).toEqual({
      MapRunArn: mapRunArn,
      ResultWriterDetails: { Bucket: 'bucket', Key: `${folder}manifest.json` },
    });
    expect(Object.keys(files).sort()).toEqual(['SUCCEEDED_0.json', 'manifest.json']);
    const Size = Buffer.byteLength(files['SUCCEEDED_0.json'] ?? '');
    expect(manifest).toEqual({
      DestinationBucket: 'bucket',
      MapRunArn: mapRunArn,
      ResultFiles: { FAILED: [], PENDING: [], SUCCEEDED: [{ Key: `${folder}SUCCEEDED_0.json`, Size }] },
    });
    const [first] = JSON.parse(files['SUCCEEDED_0.json'] ?? '');
    expect(first).toEqual({
      ExecutionArn: expect.stringContaining(':execution:machine/rows:'),
      Input: '1',
      InputDetails: { Included: true },
      Name: expect.any(String),
      Output: '{"got":1}',
      OutputDetails: { Included: true },
      RedriveCount: 0,
      RedriveStatus: 'NOT_REDRIVABLE',
      RedriveStatusReason: 'Execution is SUCCEEDED and cannot be redriven',
      StartDate: '2026-01-01T00:00:00.000Z',
      StateMachineArn: 'arn:aws:states:ap-northeast-1:000000000000:stateMachine:machine/rows',
      Status: 'SUCCEEDED',
      StopDate: '2026-01-01T00:00:00.000Z',
    });
    expect(Object.keys(first)).toEqual(Object.keys(first).sort());
    expect((await engine.mapRun(end.executionArn)).executionCounts).toMatchObject({ resultsWritten: 2 });
  });

  test('writes also what failed, and what was not started when the map run fails', async () => {
    const engine = failing(2);
    const end = await engine.execute(writing([1, 2, 3, 4]));
    expect(end).toMatchObject({ status: 'FAILED', error: 'States.ExceedToleratedFailureThreshold' });
    const { files, manifest } = await written(engine, end.executionArn);
    expect(JSON.parse(files['FAILED_0.json'] ?? '')).toMatchObject([
      { Error: 'Oops', Cause: 'because', Input: '2', Status: 'FAILED', RedriveStatus: 'REDRIVABLE_BY_MAP_RUN' },
    ]);
    const pending = (Input: string) => ({ Input, InputDetails: { Included: true }, Status: 'PENDING' });
    expect(JSON.parse(files['PENDING_0.json'] ?? '')).toEqual([pending('3'), pending('4')]);
    expect(manifest.ResultFiles).toMatchObject({ FAILED: [{}], PENDING: [{}], SUCCEEDED: [{}] });
    expect((await engine.mapRun(end.executionArn)).executionCounts).toMatchObject({ pending: 2, resultsWritten: 2 });
  });

  test.each([
    ['COMPACT', 'JSON', '[[1,{"a":2}],"x"]', 'SUCCEEDED_0.json'],
    ['FLATTEN', 'JSON', '[1,{"a":2},"x"]', 'SUCCEEDED_0.json'],
    ['FLATTEN', 'JSONL', '1\n{"a":2}\n"x"\n', 'SUCCEEDED_0.jsonl'],
  ])('with %s and %s', async (transformation, type, text, name) => {
    const engine = new TestEngine(({ arguments: given }) => ({ output: given }));
    const end = await engine.execute(writing([[1, { a: 2 }], 'x'], format(transformation, type)));
    expect((await written(engine, end.executionArn)).files[name]).toBe(text);
  });

  test('tells nothing of redrives for EXPRESS children', async () => {
    const engine = failing();
    const end = await engine.execute(writing([1], {}, 'EXPRESS'));
    const { files } = await written(engine, end.executionArn);
    expect(files['SUCCEEDED_0.json']).not.toContain('RedriveStatus');
  });

  test('without a bucket only formats the output', async () => {
    const engine = new TestEngine(({ arguments: given }) => ({ output: given }));
    const config = { WriterConfig: { Transformation: 'FLATTEN', OutputType: 'JSON' } };
    expect(await engine.execute(writing([[1, 2], 3], { ResultWriter: config }))).toMatchObject({ output: '[1,2,3]' });
  });

  test('uploads large results in parts while the children run', async () => {
    const engine = new TestEngine(() => ({ output: 'x'.repeat(200_000) }));
    const Items = Array.from({ length: 60 }, (_, item) => item);
    const end = await engine.execute(writing(Items, format('COMPACT', 'JSON'), 'EXPRESS'));
    expect(end.status).toBe('SUCCEEDED');
    const operations = engine.objects.log.map((entry) => entry.split(' ')[0]);
    expect(operations).toEqual(['put', 'upload', 'part', 'part', 'part', 'complete', 'put']);
    const { files, manifest } = await written(engine, end.executionArn);
    expect(JSON.parse(files['SUCCEEDED_0.json'] ?? '')).toHaveLength(60);
    expect(manifest.ResultFiles.SUCCEEDED[0].Size).toBe(Buffer.byteLength(files['SUCCEEDED_0.json'] ?? ''));
  });

  test('stops STANDARD children where it may not upload a part', async () => {
    const engine = new TestEngine(({ arguments: given }) =>
      given === 0 ? new Promise(() => {}) : { output: 'x'.repeat(200_000) },
    );
    engine.objects.before = (operation) => {
      if (operation === 'part') throw new Error('Slow Down');
    };
    const Items = Array.from({ length: 60 }, (_, item) => item);
    const end = await engine.execute(writing(Items, { MaxConcurrency: 2 }));
    expect(end).toMatchObject({ status: 'FAILED', error: 'States.ResultWriterFailed', cause: 'Slow Down' });
    expect((await engine.mapRun(end.executionArn)).executionCounts).toMatchObject({ aborted: 1, running: 0 });
  });

  test.each([
    ['the manifest at first', 1, 0],
    ['the results', 2, 2],
    ['the manifest at last', 3, 2],
  ])('fails where it may not put %s', async (_, refused, ran) => {
    const engine = failing();
    engine.objects.before = () => {
      if (engine.objects.calls === refused) throw new Error('Access Denied');
    };
    const end = await engine.execute(writing([1, 2]));
    expect(end).toMatchObject({ status: 'FAILED', error: 'States.ResultWriterFailed', cause: 'Access Denied' });
    expect(engine.requests).toHaveLength(ran);
  });
});
