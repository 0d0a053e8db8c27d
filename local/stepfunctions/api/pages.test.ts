import { beforeEach, describe, expect, test } from '@jest/globals';
import { TestEngine } from '../testing/engine';
import { MemoryJournal } from '../testing/memory-journal';
import { closeEngines, open, restarted } from '../testing/restart';

const DAY_MS = 24 * 60 * 60 * 1000;
const definition = { StartAt: 'w', States: { w: { Type: 'Wait', Seconds: 60, End: true } } };
const invalid = { code: 'InvalidToken', message: "Invalid Token: 'Invalid token'", statusCode: 400 };

let engine: TestEngine;
let machine: string;
beforeEach(async () => {
  engine = new TestEngine();
  machine = await engine.create(definition);
});

async function named(list: string, operation: string, input: object, by: TestEngine = engine) {
  const answer = await by.handle(operation, input);
  const items = answer[list] as { name: string }[];
  return { names: items.map(({ name }) => name), nextToken: answer.nextToken };
}
const stateMachines = (input: object) => named('stateMachines', 'ListStateMachines', input);
const activities = (input: object) => named('activities', 'ListActivities', input);
const executions = (input: object, by?: TestEngine) =>
  named('executions', 'ListExecutions', { stateMachineArn: machine, ...input }, by);
const stop = (name: string) =>
  engine.handle('StopExecution', { executionArn: `${machine.replace('stateMachine', 'execution')}:${name}` });

describe('a page begins after where the last item of the one before it stood', () => {
  test('when that item and those before it are gone', async () => {
    for (const name of ['a', 'b', 'c', 'd']) await engine.create(definition, name);
    const { names, nextToken } = await stateMachines({ maxResults: 2 });
    expect(names).toEqual(['a', 'b']);
    for (const name of names) {
      await engine.handle('DeleteStateMachine', { stateMachineArn: machine.replace(/machine$/, name) });
    }
    expect((await stateMachines({ nextToken })).names).toEqual(['c', 'd', 'machine']);
  });

  test('when something has come before it and after it', async () => {
    for (const name of ['b', 'd']) await engine.handle('CreateActivity', { name });
    const { nextToken } = await activities({ maxResults: 1 });
    for (const name of ['a', 'c', 'e']) await engine.handle('CreateActivity', { name });
    expect((await activities({ nextToken })).names).toEqual(['c', 'd', 'e']);
  });

  test('when executions have started and ended, also at one and the same moment', async () => {
    for (const name of ['a', 'b', 'c', 'd']) await engine.start(machine, {}, name);
    const first = await executions({ maxResults: 2 });
    expect(first.names).toEqual(['d', 'c']);
    await engine.start(machine, {}, 'e');
    engine.clock.advance(1000);
    await stop('c');
    await stop('d');
    const second = await executions({ maxResults: 1, nextToken: first.nextToken });
    expect(second.names).toEqual(['b']);
    expect((await executions({ nextToken: second.nextToken })).names).toEqual(['a']);
  });

  test('when the engine was started anew', async () => {
    const journal = new MemoryJournal();
    engine = await open(journal);
    await engine.create(definition);
    for (const name of ['a', 'b', 'c']) await engine.start(machine, {}, name);
    const { nextToken } = await executions({ maxResults: 1 });
    const again = await restarted(engine, journal);
    expect((await executions({ nextToken }, again)).names).toEqual(['b', 'a']);
    closeEngines();
  });

  test('in a history that goes on', async () => {
    const executionArn = await engine.start(machine);
    await engine.settle();
    const page = async (more: object) => {
      const { events, nextToken } = await engine.handle('GetExecutionHistory', { executionArn, ...more });
      return { ids: events.map(({ id }) => id), nextToken };
    };
    const forwards = await page({ maxResults: 1 });
    const backwards = await page({ maxResults: 1, reverseOrder: true });
    await engine.run();
    expect([forwards.ids, backwards.ids]).toEqual([[1], [2]]);
    expect((await page({ nextToken: forwards.nextToken })).ids).toEqual([2, 3, 4]);
    expect((await page({ reverseOrder: true, nextToken: backwards.nextToken })).ids).toEqual([1]);
    await expect(page({ nextToken: backwards.nextToken })).rejects.toMatchObject(invalid);
  });

  test('in versions and aliases of which some are deleted', async () => {
    for (const Comment of ['1', '2', '3']) {
      const changed = JSON.stringify({ QueryLanguage: 'JSONata', ...definition, Comment });
      await engine.handle('UpdateStateMachine', { stateMachineArn: machine, definition: changed, publish: true });
    }
    const routingConfiguration = [{ stateMachineVersionArn: `${machine}:1`, weight: 100 }];
    for (const name of ['a', 'b', 'c']) await engine.handle('CreateStateMachineAlias', { name, routingConfiguration });
    const asked = { stateMachineArn: machine };
    const versions = await engine.handle('ListStateMachineVersions', { ...asked, maxResults: 1 });
    const aliases = await engine.handle('ListStateMachineAliases', { ...asked, maxResults: 1 });
    await engine.handle('DeleteStateMachineVersion', { stateMachineVersionArn: `${machine}:3` });
    await engine.handle('DeleteStateMachineAlias', { stateMachineAliasArn: `${machine}:a` });
    const { stateMachineVersions } = await engine.handle('ListStateMachineVersions', {
      ...asked,
      nextToken: versions.nextToken,
    });
    const { stateMachineAliases } = await engine.handle('ListStateMachineAliases', {
      ...asked,
      nextToken: aliases.nextToken,
    });
    expect(stateMachineVersions).toMatchObject([2, 1].map((n) => ({ stateMachineVersionArn: `${machine}:${n}` })));
    expect(stateMachineAliases).toMatchObject(['b', 'c'].map((n) => ({ stateMachineAliasArn: `${machine}:${n}` })));
  });
});

describe('a token', () => {
  beforeEach(async () => {
    for (const name of ['a', 'b', 'c']) {
      await engine.create(definition, name);
      await engine.handle('CreateActivity', { name });
      await engine.start(machine, {}, name);
    }
  });

  test('leads nowhere in another list', async () => {
    const { nextToken } = await stateMachines({ maxResults: 1 });
    await expect(activities({ nextToken })).rejects.toMatchObject(invalid);
  });

  test('leads on with the same arguments only, but for maxResults', async () => {
    const { nextToken } = await executions({ maxResults: 1, statusFilter: 'RUNNING' });
    expect((await executions({ maxResults: 2, statusFilter: 'RUNNING', nextToken })).names).toEqual(['b', 'a']);
    await expect(executions({ nextToken })).rejects.toMatchObject(invalid);
    const other = { stateMachineArn: machine.replace(/machine$/, 'a'), statusFilter: 'RUNNING', nextToken };
    await expect(executions(other)).rejects.toMatchObject(invalid);
  });

  test('expires after 24 hours', async () => {
    await engine.run();
    const { nextToken } = await stateMachines({ maxResults: 1 });
    engine.clock.advance(DAY_MS - 1);
    expect((await stateMachines({ nextToken })).names).toEqual(['b', 'c', 'machine']);
    engine.clock.advance(1);
    await expect(stateMachines({ nextToken })).rejects.toMatchObject(invalid);
  });

  test.each(['x', Buffer.from('from:1').toString('base64'), Buffer.from('{}').toString('base64'), 'bnVsbA=='])(
    'is not %s',
    async (nextToken) => {
      await expect(stateMachines({ nextToken })).rejects.toMatchObject(invalid);
    },
  );
});
