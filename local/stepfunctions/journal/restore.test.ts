import { afterEach, describe, expect, test } from '@jest/globals';
import { VirtualClock } from '../clock/virtual-clock';
import { children, map, task, wait } from '../testing/distributed-map';
import { type Answer, ROLE, START, TestEngine } from '../testing/engine';
import { MemoryJournal } from '../testing/memory-journal';

const engines: TestEngine[] = [];
afterEach(() => {
  for (const engine of engines.splice(0)) engine.service.close();
});

const never: Answer = () => new Promise(() => {});
const LAMBDA = 'arn:aws:states:::lambda:invoke';

async function open(journal: MemoryJournal, answer?: Answer, before?: TestEngine, later = 0): Promise<TestEngine> {
  const around = before && { clock: new VirtualClock(before.clock.now() + later), objects: before.objects };
  const engine = await TestEngine.open(journal, answer, around);
  engines.push(engine);
  return engine;
}

/** What the next process finds when the engine's is ended as it is. @param later milliseconds until it begins. */
async function restarted(engine: TestEngine, journal: MemoryJournal, answer?: Answer, later = 0): Promise<TestEngine> {
  await engine.settle();
  const again = await open(new MemoryJournal([...journal.texts]), answer, engine, later);
  await again.settle();
  return again;
}

describe('after a restart', () => {
  test('the account is as it was: state machines, versions, aliases, activities, tags', async () => {
    const journal = new MemoryJournal();
    const engine = await open(journal);
    const first = await engine.create(wait, 'first', { publish: true, tags: [{ key: 'a', value: '1' }] });
    const gone = await engine.create(wait, 'gone');
    await engine.handle('UpdateStateMachine', {
      stateMachineArn: first,
      definition: JSON.stringify(task),
      publish: true,
    });
    await engine.handle('DeleteStateMachineVersion', { stateMachineVersionArn: `${first}:2` });
    const route = [{ stateMachineVersionArn: `${first}:1`, weight: 100 }];
    await engine.handle('CreateStateMachineAlias', { name: 'live', routingConfiguration: route });
    await engine.handle('DeleteStateMachine', { stateMachineArn: gone });
    const { activityArn } = await engine.handle('CreateActivity', { name: 'work', tags: [{ key: 'b', value: '2' }] });
    await engine.handle('TagResource', { resourceArn: first, tags: [{ key: 'c', value: '3' }] });
    await engine.handle('UntagResource', { resourceArn: first, tagKeys: ['a'] });

    const again = await restarted(engine, journal);
    const questions: [string, object][] = [
      ['ListStateMachines', {}],
      ['DescribeStateMachine', { stateMachineArn: first }],
      ['DescribeStateMachine', { stateMachineArn: `${first}:1` }],
      ['ListStateMachineVersions', { stateMachineArn: first }],
      ['DescribeStateMachineAlias', { stateMachineAliasArn: `${first}:live` }],
      ['ListActivities', {}],
      ['ListTagsForResource', { resourceArn: first }],
      ['ListTagsForResource', { resourceArn: activityArn }],
    ];
    for (const [operation, input] of questions) {
      expect(await again.handle(operation, input)).toEqual(await engine.handle(operation, input));
    }
    // The number of a deleted version is not given again.
    await again.handle('UpdateStateMachine', { stateMachineArn: first, definition: JSON.stringify(wait) });
    const published = await again.handle('PublishStateMachineVersion', { stateMachineArn: first });
    expect(published.stateMachineVersionArn).toBe(`${first}:3`);
  });

  test('an execution goes on with the revision that it started with', async () => {
    const journal = new MemoryJournal();
    const engine = await open(journal);
    const machine = await engine.create({
      StartAt: 'w',
      States: { w: { Type: 'Wait', Seconds: 5, Output: 'old', End: true } },
    });
    const execution = await engine.start(machine);
    const definition = JSON.stringify({
      QueryLanguage: 'JSONata',
      StartAt: 'n',
      States: { n: { Type: 'Pass', Output: 'new', End: true } },
    });
    await engine.handle('UpdateStateMachine', { stateMachineArn: machine, definition });
    const again = await restarted(engine, journal);
    await again.run();
    expect(await again.describe(execution)).toMatchObject({ status: 'SUCCEEDED', output: '"old"' });
    expect(await again.describe(await again.start(machine, {}, 'next'))).toMatchObject({ input: '{}' });
    await again.run();
    const started = again.statusChanges.findLast(({ name }) => name === 'next');
    expect(started).toMatchObject({ status: 'SUCCEEDED', output: '"new"' });
  });

  test('a timer that became due meanwhile fires at once, one that did not at its time', async () => {
    const journal = new MemoryJournal();
    const engine = await open(journal);
    const waiting = (Seconds: number) => ({ StartAt: 'w', States: { w: { Type: 'Wait', Seconds, End: true } } });
    const short = await engine.start(await engine.create(waiting(10), 'short'));
    const long = await engine.start(await engine.create(waiting(100), 'long'));
    const again = await restarted(engine, journal, undefined, 60_000);
    again.clock.next();
    await again.settle();
    expect(await again.describe(short)).toMatchObject({ status: 'SUCCEEDED', stopDate: START / 1000 + 60 });
    await again.run();
    expect(await again.describe(long)).toMatchObject({ status: 'SUCCEEDED', stopDate: START / 1000 + 100 });
  });

  test('a call without an answer is made again, one that was answered is not', async () => {
    const journal = new MemoryJournal();
    const engine = await open(journal, ({ stateName }) => (stateName === 'b' ? never({} as never) : { output: 1 }));
    const States = {
      a: { Type: 'Task', Resource: LAMBDA, Arguments: { of: 'a' }, Next: 'b' },
      b: { Type: 'Task', Resource: LAMBDA, Arguments: { of: 'b' }, End: true },
    };
    const execution = await engine.start(await engine.create({ StartAt: 'a', States }));
    const again = await restarted(engine, journal, () => ({ output: 2 }));
    expect(again.requests.map(({ signal: _signal, ...request }) => request)).toEqual([
      expect.objectContaining({ stateName: 'b', arguments: { of: 'b' }, executionArn: execution, roleArn: ROLE }),
    ]);
    expect(await again.describe(execution)).toMatchObject({ status: 'SUCCEEDED', output: '2' });
  });

  test('a Task that waits for an execution which it has started goes on waiting for that', async () => {
    const journal = new MemoryJournal();
    const engine = await open(journal);
    const nested = await engine.create({ ...wait, States: { w: { ...wait.States.w, Seconds: 60 } } }, 'nested');
    const t = {
      Type: 'Task',
      Resource: 'arn:aws:states:::states:startExecution.sync:2',
      Arguments: { StateMachineArn: nested, Input: { n: 1 } },
      Output: '{% $states.result.Output %}',
      End: true,
    };
    const execution = await engine.start(await engine.create({ StartAt: 't', States: { t } }));
    const again = await restarted(engine, journal);
    await again.run();
    expect(await again.describe(execution)).toMatchObject({ status: 'SUCCEEDED', output: '{"n":1}' });
    const { executions } = await again.handle('ListExecutions', { stateMachineArn: nested });
    expect(executions).toHaveLength(1);
    expect((await again.outline(execution)).filter((line) => line.endsWith('TaskSubmitted'))).toHaveLength(1);
  });

  test('a call is not made again of which nothing is awaited', async () => {
    const journal = new MemoryJournal();
    const engine = await open(journal, never);
    const Resource = `${LAMBDA}.waitForTaskToken`;
    const Arguments = { token: '{% $states.context.Task.Token %}' };
    const t = { Type: 'Task', Resource, Arguments, Next: 'w' };
    const w = { Type: 'Wait', Seconds: 5, End: true };
    await engine.start(await engine.create({ StartAt: 't', States: { t, w } }));
    await engine.settle();
    const { taskToken } = engine.requests[0] ?? {};
    await engine.handle('SendTaskSuccess', { taskToken, output: '1' });
    expect((await restarted(engine, journal)).requests).toEqual([]);
  });

  test('a task token is valid, and so is its heartbeat', async () => {
    const journal = new MemoryJournal();
    const engine = await open(journal);
    const Arguments = { token: '{% $states.context.Task.Token %}' };
    const t = { Type: 'Task', Resource: `${LAMBDA}.waitForTaskToken`, HeartbeatSeconds: 20, Arguments, End: true };
    const execution = await engine.start(await engine.create({ StartAt: 't', States: { t } }));
    await engine.settle();
    const { taskToken } = engine.requests[0] ?? {};
    const again = await restarted(engine, journal, undefined, 15_000);
    expect(again.requests).toEqual([]);
    await again.handle('SendTaskHeartbeat', { taskToken });
    await again.run(30_000);
    await again.handle('SendTaskSuccess', { taskToken, output: '7' });
    expect(await again.describe(execution)).toMatchObject({ status: 'SUCCEEDED', output: '7' });
  });

  test('a task of an activity that no worker had fetched is offered, one that was fetched is not', async () => {
    const journal = new MemoryJournal();
    const engine = await open(journal);
    const { activityArn } = await engine.handle('CreateActivity', { name: 'work' });
    const machine = await engine.create({
      StartAt: 't',
      States: { t: { Type: 'Task', Resource: activityArn, End: true } },
    });
    await engine.start(machine, 1, 'fetched');
    await engine.start(machine, 2, 'waiting');
    await engine.settle();
    const { taskToken } = await engine.handle('GetActivityTask', { activityArn });
    const again = await restarted(engine, journal);
    expect(await again.handle('GetActivityTask', { activityArn })).toMatchObject({ input: '2' });
    await again.handle('SendTaskSuccess', { taskToken, output: '"done"' });
    const { executions } = await again.handle('ListExecutions', {
      stateMachineArn: machine,
      statusFilter: 'SUCCEEDED',
    });
    expect(executions).toMatchObject([{ name: 'fetched' }]);
  });

  test('a task of an activity that has been deleted waits on, and is not taken for one of none', async () => {
    const journal = new MemoryJournal();
    const engine = await open(journal);
    const { activityArn } = await engine.handle('CreateActivity', { name: 'work' });
    const t = { Type: 'Task', Resource: activityArn, End: true };
    const execution = await engine.start(await engine.create({ StartAt: 't', TimeoutSeconds: 9, States: { t } }));
    await engine.settle();
    await engine.handle('DeleteActivity', { activityArn });
    const again = await restarted(engine, journal);
    expect(await again.describe(execution)).toMatchObject({ status: 'RUNNING' });
    await again.run();
    expect(await again.describe(execution)).toMatchObject({ status: 'TIMED_OUT' });
  });

  test('a task of an activity that there was not has failed as it had', async () => {
    const journal = new MemoryJournal();
    const engine = await open(journal);
    const Resource = 'arn:aws:states:ap-northeast-1:000000000000:activity:none';
    const { executionArn } = await engine.execute({
      StartAt: 't',
      States: { t: { Type: 'Task', Resource, End: true } },
    });
    const again = await restarted(engine, journal);
    expect(again.warnings).toEqual([]);
    expect(await again.history(executionArn)).toEqual(await engine.history(executionArn));
  });

  test('an execution goes on with the states that had no turn yet', async () => {
    const journal = new MemoryJournal();
    const engine = await open(journal);
    const names = Array.from({ length: 100 }, (_, index) => `p${index}`);
    const States = Object.fromEntries(
      names.map((name, index) => [name, { Type: 'Pass', ...(index < 99 ? { Next: `p${index + 1}` } : { End: true }) }]),
    );
    const { executionArn } = await engine.execute({ StartAt: 'p0', States });
    const started = journal.texts.findIndex((text) => text.includes('"type":"event"'));
    const again = await open(new MemoryJournal(journal.texts.slice(0, started + 1)), undefined, engine);
    await again.settle();
    expect(await again.describe(executionArn)).toMatchObject({ status: 'SUCCEEDED' });
  });

  test('what has ended is there with its history, and can be redriven', async () => {
    const journal = new MemoryJournal();
    const engine = await open(journal, () => ({ error: 'Oops', cause: 'why' }));
    const end = await engine.execute({ StartAt: 't', States: { t: { Type: 'Task', Resource: LAMBDA, End: true } } });
    const again = await restarted(engine, journal);
    expect(await again.describe(end.executionArn)).toEqual(end);
    expect(await again.history(end.executionArn)).toEqual(await engine.history(end.executionArn));
    await again.handle('RedriveExecution', { executionArn: end.executionArn });
    await again.run();
    expect(await again.describe(end.executionArn)).toMatchObject({ status: 'SUCCEEDED', redriveCount: 1 });
  });

  test('nothing is told again: no status change, no log', async () => {
    const journal = new MemoryJournal();
    const engine = await open(journal);
    await engine.execute({ StartAt: 'p', States: { p: { Type: 'Pass', End: true } } });
    const again = await restarted(engine, journal);
    expect([again.statusChanges, again.logs]).toEqual([[], []]);
  });

  test('an execution that was deleted stays so, and its name is free', async () => {
    const journal = new MemoryJournal();
    const engine = await open(journal);
    const machine = await engine.create(wait);
    await engine.start(machine, 100);
    await engine.handle('DeleteStateMachine', { stateMachineArn: machine });
    const again = await restarted(engine, journal);
    expect(again.clock.due()).toBeUndefined();
    const execution = await again.start(await again.create(wait), 1);
    await again.run();
    expect(await again.describe(execution)).toMatchObject({ status: 'SUCCEEDED' });
  });
});

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

describe('a journal', () => {
  test('of another version, region or account, or that is none, is an error that says so', async () => {
    const header = (change: object) => [
      JSON.stringify([{ type: 'journal', version: 1, region: 'ap-northeast-1', accountId: '000000000000', ...change }]),
    ];
    const opening = (texts: string[]) => TestEngine.open(new MemoryJournal(texts));
    const start = 'The journal in memory cannot be read. ';
    await expect(opening(header({ version: 2 }))).rejects.toThrow(`${start}It is of version 2, and this engine reads`);
    await expect(opening(header({ region: 'eu-west-1' }))).rejects.toThrow(
      `${start}It is of the account 000000000000 in eu-west-1`,
    );
    await expect(opening(['[{"type":"removed","executionArn":"a"}]'])).rejects.toThrow(`${start}It does not begin as`);
    engines.push(await opening(header({})));
  });

  test('whose events do not lead where they led fails the execution, with a warning, and no other', async () => {
    const journal = new MemoryJournal();
    const engine = await open(journal);
    const machine = await engine.create(wait);
    const [bad, good] = [await engine.start(machine, 5, 'bad'), await engine.start(machine, 5, 'good')];
    await engine.settle();
    const changed = journal.texts.map((text) =>
      text.includes(`"event","executionArn":"${bad}"`)
        ? text.replace(/"lastEventId":\d+\}\]$/, '"lastEventId":99}]')
        : text,
    );
    const again = await open(new MemoryJournal(changed), undefined, engine);
    await again.run();
    expect(again.warnings).toEqual([expect.stringContaining(`${bad} cannot go on, and fails.`)]);
    expect(await again.describe(bad)).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
    expect(await again.describe(good)).toMatchObject({ status: 'SUCCEEDED' });
  });

  test('that is replaced is no longer than what there is', async () => {
    const journal = new MemoryJournal();
    const engine = await open(journal);
    const machine = await engine.create(wait);
    for (let count = 0; count < 50; count++) {
      await engine.handle('TagResource', { resourceArn: machine, tags: [{ key: 'count', value: String(count) }] });
    }
    const execution = await engine.start(machine, 5);
    await engine.run();
    journal.isLong = true;
    await engine.start(machine, 5, 'next');
    await engine.settle();
    expect(journal.texts.length).toBeLessThan(10);
    const again = await restarted(engine, journal);
    expect(await again.history(execution)).toEqual(await engine.history(execution));
    await again.run();
    expect(await again.describe(`${execution.replace(/run$/, 'next')}`)).toMatchObject({ status: 'SUCCEEDED' });
  });
});
