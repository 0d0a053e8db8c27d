import { afterEach, describe, expect, test } from '@jest/globals';
import { task, wait } from '../testing/distributed-map';
import { MemoryJournal } from '../testing/memory-journal';
import { closeEngines, open, restarted } from '../testing/restart';

afterEach(closeEngines);

const LAMBDA = 'arn:aws:states:::lambda:invoke';

describe('after a restart', () => {
  test('the account is as it was: state machines, versions, aliases, activities, tags', async () => {
    const journal = new MemoryJournal();
    const engine = await open(journal);
    const first = await engine.create(wait, 'first', { publish: true, tags: [{ key: 'a', value: '1' }] });
    const gone = await engine.create(wait, 'gone');
    await engine.handle('UpdateStateMachine', {
      stateMachineArn: first,
      definition: JSON.stringify({ QueryLanguage: 'JSONata', ...task }),
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
    await again.handle('UpdateStateMachine', {
      stateMachineArn: first,
      definition: JSON.stringify({ QueryLanguage: 'JSONata', ...wait }),
    });
    const published = await again.handle('PublishStateMachineVersion', { stateMachineArn: first });
    expect(published.stateMachineVersionArn).toBe(`${first}:3`);
  });

  test('client tokens of redrives are known, also when the journal was replaced', async () => {
    const journal = new MemoryJournal();
    const engine = await open(journal, () => ({ error: 'Oops', cause: 'why' }));
    const { executionArn } = await engine.execute({
      StartAt: 't',
      States: { t: { Type: 'Task', Resource: LAMBDA, End: true } },
    });
    const asked = { executionArn, clientToken: 'one' };
    const answer = await engine.handle('RedriveExecution', asked);
    const again = await restarted(engine, journal, undefined, 1000);
    expect(await again.handle('RedriveExecution', asked)).toEqual(answer);
    expect(await again.describe(executionArn)).toMatchObject({ redriveCount: 1, status: 'FAILED' });

    journal.isLong = true;
    await engine.handle('ListActivities', {});
    await engine.create(wait, 'other');
    const replaced = await restarted(engine, journal, undefined, 1000);
    expect(journal.linesAtReplacement).toBeGreaterThan(0);
    expect(await replaced.handle('RedriveExecution', asked)).toEqual(answer);
    const forgotten = await restarted(engine, journal, undefined, 15 * 60 * 1000);
    await forgotten.handle('RedriveExecution', asked);
    expect(await forgotten.describe(executionArn)).toMatchObject({ redriveCount: 2 });
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
