import { describe, expect, test } from '@jest/globals';
import type { TaskRequest } from '../integrations/integrations';
import { START, TestEngine } from '../testing/engine';

const two = {
  StartAt: 'first',
  States: {
    first: { Type: 'Pass', Next: 't' },
    t: { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', End: true },
  },
};

const map = (ExecutionType: string, more: object = {}) => ({
  StartAt: 'each',
  States: {
    each: {
      Type: 'Map',
      Label: 'rows',
      MaxConcurrency: 1,
      ItemProcessor: { ...two, ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType } },
      ...more,
      End: true,
    },
  },
});

/** Each item's Task fails so often, then succeeds with the number of its calls. */
function failing(times: Record<string, number>) {
  const calls: Record<string, number> = {};
  return new TestEngine(({ arguments: given }: TaskRequest) => {
    const key = String(given);
    calls[key] = (calls[key] ?? 0) + 1;
    return calls[key] <= (times[key] ?? 0) ? { error: 'Oops', cause: key } : { output: calls[key] };
  });
}

async function redrive(engine: TestEngine, executionArn: string) {
  await engine.handle('RedriveExecution', { executionArn });
  await engine.run();
  return engine.describe(executionArn);
}

describe.each(['STANDARD', 'EXPRESS'])('a redrive of a map run of %s children', (type) => {
  test('runs those again that failed, starts those that had not begun, and leaves the others', async () => {
    const engine = failing({ b: 1 });
    const { executionArn } = await engine.execute(map(type, { Items: ['a', 'b', 'c'] }));
    expect(await engine.mapRun(executionArn)).toMatchObject({ status: 'FAILED', redriveCount: 0 });
    expect(await redrive(engine, executionArn)).toMatchObject({ status: 'SUCCEEDED', output: '[1,2,1]' });
    expect(engine.requests.map((request) => request.arguments)).toEqual(['a', 'b', 'b', 'c']);
    const mapRun = await engine.mapRun(executionArn);
    expect(mapRun).toMatchObject({ status: 'SUCCEEDED', redriveCount: 1, redriveDate: START / 1000 });
    for (const counts of [mapRun.executionCounts, mapRun.itemCounts]) {
      expect(counts).toMatchObject({
        succeeded: 3,
        failed: 0,
        pending: 0,
        pendingRedrive: 0,
        total: 3,
        resultsWritten: 3,
      });
    }
    const outline = await engine.outline(executionArn);
    expect(outline.slice(2)).toEqual([
      '3 2 MapStateStarted',
      '4 3 MapRunStarted',
      '5 4 MapRunFailed',
      '6 5 MapStateFailed',
      '7 6 ExecutionFailed',
      '8 7 ExecutionRedriven',
      '9 3 MapRunRedriven',
      '10 9 MapRunSucceeded',
      '11 10 MapStateSucceeded',
      '12 9 MapStateExited',
      '13 12 ExecutionSucceeded',
    ]);
    expect((await engine.history(executionArn))[8]?.mapRunRedrivenEventDetails).toEqual({
      mapRunArn: mapRun.mapRunArn,
      redriveCount: 1,
    });
  });

  test('may fail again, and be redriven again', async () => {
    const engine = failing({ a: 2 });
    const { executionArn } = await engine.execute(map(type, { Items: ['a'] }));
    expect(await redrive(engine, executionArn)).toMatchObject({ status: 'FAILED' });
    expect(await redrive(engine, executionArn)).toMatchObject({ status: 'SUCCEEDED', output: '[3]' });
    expect(await engine.mapRun(executionArn)).toMatchObject({ redriveCount: 2 });
  });

  test('reads the items anew, since their inputs were not kept', async () => {
    const engine = failing({ '["b"]': 1 });
    engine.objects.files.set('file', Buffer.from('["a","b","c","d"]'));
    const ItemReader = {
      Resource: 'arn:aws:states:::s3:getObject',
      Arguments: { Bucket: 'bucket', Key: 'file' },
      ReaderConfig: { InputType: 'JSON' },
    };
    const fields = { ItemReader, ItemSelector: '{% $string([$states.context.Map.Item.Value]) %}' };
    const { executionArn } = await engine.execute(map(type, fields));
    expect(await redrive(engine, executionArn)).toMatchObject({ status: 'SUCCEEDED', output: '[1,2,1,1]' });
  });

  test('after the reader had failed starts what it had not come to', async () => {
    const engine = failing({});
    const rows = Array.from({ length: 50_000 }, (_, row) => JSON.stringify(`${row}${'.'.repeat(200)}`));
    engine.objects.files.set('file', Buffer.from(rows.join('\n')));
    engine.objects.before = () => {
      if (engine.objects.calls === 2) throw new Error('Slow Down');
    };
    const ItemReader = {
      Resource: 'arn:aws:states:::s3:getObject',
      Arguments: { Bucket: 'bucket', Key: 'file' },
      ReaderConfig: { InputType: 'JSONL' },
    };
    const fields = { ItemReader, ItemBatcher: { MaxItemsPerBatch: 1000 }, MaxConcurrency: 4 };
    const { executionArn, ...end } = await engine.execute(map(type, fields));
    expect(end).toMatchObject({ status: 'FAILED', error: 'States.ItemReaderFailed', cause: 'Slow Down' });
    const before = engine.requests.length;
    expect(before).toBeGreaterThan(10);
    expect(await redrive(engine, executionArn)).toMatchObject({ status: 'SUCCEEDED' });
    expect(await engine.mapRun(executionArn)).toMatchObject({
      itemCounts: { succeeded: 50_000, total: 50_000 },
      executionCounts: { succeeded: 50, total: 50 },
    });
    expect(engine.requests.length).toBeLessThan(before + 50);
  });

  test('of an aborted map run goes on with it', async () => {
    const engine = new TestEngine(({ arguments: given }) =>
      given === 'b' ? new Promise(() => {}) : { output: given },
    );
    const machine = await engine.create(map(type, { Items: ['a', 'b', 'c'] }));
    const executionArn = await engine.start(machine);
    await engine.run(1000);
    await engine.handle('StopExecution', { executionArn });
    await engine.handle('RedriveExecution', { executionArn });
    await engine.settle();
    const running = await engine.mapRun(executionArn);
    // An EXPRESS child cannot be stopped: the redrive waits until its five minutes are over.
    if (type === 'EXPRESS') {
      expect(running).toMatchObject({ redriveCount: 0, executionCounts: { running: 1 } });
      await engine.run(310_000);
    }
    expect(await engine.mapRun(executionArn)).toMatchObject({
      status: 'RUNNING',
      redriveCount: 1,
      executionCounts: { succeeded: 1, running: 1, pending: 1 },
    });
    engine.service.close();
  });

  test('writes its results beside those of the first attempt, and lists what succeeded in both', async () => {
    const engine = failing({ b: 1 });
    const ResultWriter = {
      Resource: 'arn:aws:states:::s3:putObject',
      Arguments: { Bucket: 'bucket', Prefix: 'out' },
      WriterConfig: { Transformation: 'COMPACT', OutputType: 'JSON' },
    };
    const { executionArn } = await engine.execute(map(type, { Items: ['a', 'b', 'c'], ResultWriter }));
    const end = await redrive(engine, executionArn);
    const { Key } = (JSON.parse(String(end.output)) as { ResultWriterDetails: { Key: string } }).ResultWriterDetails;
    expect(Key).toMatch(/^out\/[0-9a-f-]{36}\/Redrive-1\/manifest\.json$/);
    const folder = Key.replace('Redrive-1/manifest.json', '');
    const manifest = JSON.parse(engine.objects.text(Key)) as { ResultFiles: Record<string, { Key: string }[]> };
    expect(manifest.ResultFiles.SUCCEEDED?.map((file) => file.Key)).toEqual([
      `${folder}SUCCEEDED_0.json`,
      `${folder}Redrive-1/SUCCEEDED_0.json`,
    ]);
    expect(manifest.ResultFiles).toMatchObject({ FAILED: [], PENDING: [] });
    expect(engine.objects.text(`${folder}SUCCEEDED_0.json`)).toBe('[1]');
    expect(engine.objects.text(`${folder}Redrive-1/SUCCEEDED_0.json`)).toBe('[2,1]');
    expect((await engine.mapRun(executionArn)).executionCounts).toMatchObject({ resultsWritten: 3 });
  });
});

describe('a redrive', () => {
  test('starts an EXPRESS child anew, which counts how often it was', async () => {
    const engine = failing({ a: 2 });
    const count = {
      StartAt: 't',
      States: { t: { ...two.States.t, Output: '{% $states.context.Execution.RedriveCount %}' } },
    };
    const ItemProcessor = { ...count, ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'EXPRESS' } };
    const { executionArn } = await engine.execute(map('EXPRESS', { Items: ['a', 'b'], ItemProcessor }));
    await redrive(engine, executionArn);
    expect(await redrive(engine, executionArn)).toMatchObject({ output: '[2,0]' });
  });

  test('lets a STANDARD child go on at the state that failed, in its own history', async () => {
    const engine = failing({ a: 1 });
    const { executionArn } = await engine.execute(map('STANDARD', { Items: ['a'] }));
    await redrive(engine, executionArn);
    const { mapRunArn } = await engine.mapRun(executionArn);
    const { executions } = (await engine.handle('ListExecutions', {
      mapRunArn,
      redriveFilter: 'REDRIVEN',
    })) as unknown as {
      executions: { executionArn: string }[];
    };
    expect(executions).toMatchObject([{ status: 'SUCCEEDED', redriveCount: 1 }]);
    const types = (await engine.history(executions[0]?.executionArn ?? '')).map(({ type }) => type);
    expect(types.filter((each) => each === 'PassStateEntered')).toHaveLength(1);
    expect(types).toContain('ExecutionRedriven');
    const request = { executionArn: executions[0]?.executionArn };
    await expect(engine.handle('RedriveExecution', request)).rejects.toMatchObject({ code: 'ValidationException' });
  });

  test('needs the permission to redrive STANDARD children', async () => {
    const engine = failing({ a: 1 });
    const { executionArn } = await engine.execute(map('STANDARD', { Items: ['a'] }));
    engine.denied.add('states:RedriveExecution');
    expect(await redrive(engine, executionArn)).toMatchObject({
      error: 'States.Runtime',
      cause: expect.stringContaining(
        'states:RedriveExecution on resource: arn:aws:states:ap-northeast-1:000000000000:execution:machine/rows:',
      ),
    });
    engine.denied.clear();
    expect(await redrive(engine, executionArn)).toMatchObject({ status: 'SUCCEEDED' });
  });

  test('starts a new map run where the results were too large, or the Output failed', async () => {
    for (const [Output, size] of [
      [undefined, 300_000],
      ['{% $nothing %}', 1],
    ] as const) {
      const engine = new TestEngine(() => ({ output: 'x'.repeat(Math.min(size, 200_000)) }));
      const { executionArn } = await engine.execute(
        map('EXPRESS', { Items: ['a', 'b'], ...(Output ? { Output } : {}) }),
      );
      await redrive(engine, executionArn);
      expect((await engine.handle('ListMapRuns', { executionArn })).mapRuns).toHaveLength(2);
    }
  });
});
