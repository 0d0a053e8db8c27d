import { afterEach, describe, expect, test } from '@jest/globals';
import { children, map, task, wait } from '../testing/distributed-map';
import { MemoryJournal } from '../testing/memory-journal';
import { closeEngines, never, open, restarted } from '../testing/restart';

afterEach(closeEngines);

describe('a map run, after a restart', () => {
  test('of STANDARD children goes on with those that run and those to come', async () => {
    const journal = new MemoryJournal();
    const engine = await open(journal, ({ arguments: item }) =>
      Number(item) < 2 ? { output: item } : never({} as never),
    );
    const execution = await engine.start(await engine.create(map({ Items: [0, 1, 2, 3, 4], MaxConcurrency: 2 }, task)));
    const again = await restarted(engine, journal, ({ arguments: item }) => ({ output: item }));
    expect(again.requests.map(({ arguments: item }) => item).sort()).toEqual([2, 3, 4]);
    expect(await again.describe(execution)).toMatchObject({ status: 'SUCCEEDED', output: '[0,1,2,3,4]' });
    const mapRun = await again.mapRun(execution);
    expect(mapRun.itemCounts).toMatchObject({ succeeded: 5, total: 5, resultsWritten: 5 });
    expect(await children(again, mapRun.mapRunArn)).toHaveLength(5);
  });

  test('of EXPRESS children runs all of them again', async () => {
    const journal = new MemoryJournal();
    const engine = await open(journal, ({ arguments: item }) =>
      Number(item) < 1 ? { output: item } : never({} as never),
    );
    const execution = await engine.start(await engine.create(map({ Items: [0, 1, 2] }, task, 'EXPRESS')));
    const again = await restarted(engine, journal, ({ arguments: item }) => ({ output: item }));
    expect(again.requests.map(({ arguments: item }) => item)).toEqual([0, 1, 2]);
    expect(await again.describe(execution)).toMatchObject({ status: 'SUCCEEDED', output: '[0,1,2]' });
    expect((await again.mapRun(execution)).itemCounts).toMatchObject({ succeeded: 3, total: 3 });
  });

  test('writes its results, also those of children that had ended before', async () => {
    const journal = new MemoryJournal();
    const engine = await open(journal, ({ arguments: item }) =>
      Number(item) < 1 ? { output: item } : never({} as never),
    );
    const ResultWriter = { Resource: 'arn:aws:states:::s3:putObject', Arguments: { Bucket: 'bucket', Prefix: 'r' } };
    const execution = await engine.start(await engine.create(map({ Items: [0, 1], ResultWriter }, task)));
    const again = await restarted(engine, journal, ({ arguments: item }) => ({ output: item }));
    const { output } = await again.describe(execution);
    const { Key } = JSON.parse(String(output)).ResultWriterDetails;
    const results = JSON.parse(again.objects.text(Key.replace('manifest', 'SUCCEEDED_0')));
    expect(results.map(({ Output }: { Output: string }) => Output)).toEqual(['0', '1']);
  });

  test('is redriven after a failure: what has succeeded is not run again', async () => {
    const journal = new MemoryJournal();
    const engine = await open(journal, ({ arguments: item }) =>
      item === 1 ? { error: 'E', cause: '' } : { output: item },
    );
    const execution = await engine.start(await engine.create(map({ Items: [0, 1, 2], MaxConcurrency: 1 }, task)));
    await engine.run();
    const failed = await engine.mapRun(execution);
    const again = await restarted(engine, journal, ({ arguments: item }) => ({ output: item }));
    expect(await again.mapRun(execution)).toEqual(failed);
    await again.handle('RedriveExecution', { executionArn: execution });
    await again.run();
    expect(again.requests.map(({ arguments: item }) => item)).toEqual([1, 2]);
    expect(await again.describe(execution)).toMatchObject({ status: 'SUCCEEDED', output: '[0,1,2]' });
  });

  test('draws the random numbers that it would have drawn, at whichever moment it was', async () => {
    const processor = {
      StartAt: 'p',
      States: {
        p: { Type: 'Pass', Output: '{% [$states.input, $uuid()] %}', Next: 'w' },
        w: { ...wait.States.w, Seconds: 1 },
      },
    };
    const ItemSelector = { number: '{% $random() %}' };
    const definition = map({ Items: [0, 1, 2], MaxConcurrency: 1, ItemSelector }, processor);
    const journal = new MemoryJournal();
    const engine = await open(journal);
    const { executionArn, output } = await engine.execute(definition);
    const begun = journal.texts.findIndex((text) => text.includes('"type":"event"'));
    for (let cut = begun; cut < journal.texts.length; cut++) {
      const again = await open(new MemoryJournal(journal.texts.slice(0, cut)), undefined, engine);
      await again.run();
      expect((await again.describe(executionArn)).output).toBe(output);
    }
  });

  test('redrives a child that was to be redriven when the process ended', async () => {
    const journal = new MemoryJournal();
    const engine = await open(journal, () => ({ error: 'E', cause: '' }));
    const execution = await engine.start(await engine.create(map({ Items: [0] }, task)));
    await engine.run();
    await engine.handle('RedriveExecution', { executionArn: execution });
    await engine.settle();
    const begun = journal.texts.findLastIndex((text) => text.includes('"type":"childBegun"'));
    const again = await open(new MemoryJournal(journal.texts.slice(0, begun + 1)), () => ({ output: 7 }), engine);
    await again.settle();
    expect(await again.describe(execution)).toMatchObject({ status: 'SUCCEEDED', output: '[7]' });
  });

  test('that was aborted is so, and its children come to their end', async () => {
    const journal = new MemoryJournal();
    const engine = await open(journal, never);
    const execution = await engine.start(await engine.create(map({ Items: [0, 1] }, task)));
    await engine.settle();
    const stopped = new MemoryJournal([...journal.texts]);
    await engine.handle('StopExecution', { executionArn: execution });
    // The process ends right after the execution has been stopped, before its children are.
    const stop = journal.texts.findIndex((text, index) => index >= stopped.texts.length && text.includes('"stop"'));
    const again = await open(new MemoryJournal(journal.texts.slice(0, stop + 1)), never, engine);
    await again.settle();
    const mapRun = await again.mapRun(execution);
    expect(mapRun.status).toBe('ABORTED');
    expect(mapRun.executionCounts).toMatchObject({ aborted: 2, running: 0 });
    expect(again.clock.due()).toBeUndefined();
  });

  test('keeps what UpdateMapRun has changed', async () => {
    const journal = new MemoryJournal();
    const engine = await open(journal, never);
    const execution = await engine.start(await engine.create(map({ Items: [0, 1, 2], MaxConcurrency: 1 }, task)));
    await engine.settle();
    const { mapRunArn } = await engine.mapRun(execution);
    await engine.handle('UpdateMapRun', { mapRunArn, maxConcurrency: 2, toleratedFailureCount: 5 });
    const again = await restarted(engine, journal, never);
    expect(await again.mapRun(execution)).toMatchObject({ maxConcurrency: 2, toleratedFailureCount: 5 });
    expect(again.requests).toHaveLength(2);
  });
});
