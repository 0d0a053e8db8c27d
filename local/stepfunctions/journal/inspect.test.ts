import { afterEach, expect, test } from '@jest/globals';
import { TestEngine } from '../testing/engine';
import { MemoryJournal } from '../testing/memory-journal';
import { executionAt, inspectExecution } from './inspect';

const engines: TestEngine[] = [];
afterEach(() => {
  for (const engine of engines.splice(0)) engine.service.close();
});

async function collected<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}

async function executed() {
  const journal = new MemoryJournal();
  const engine = await TestEngine.open(journal, () => ({ output: 'answer' }));
  engines.push(engine);
  const States = {
    t: { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', TimeoutSeconds: 9, Next: 'w' },
    w: { Type: 'Wait', Seconds: 5, Assign: { seen: true }, End: true },
  };
  const { executionArn } = await engine.execute({ StartAt: 't', States });
  await engine.start(await engine.create({ StartAt: 'w', States: { w: States.w } }, 'other'));
  await engine.run();
  return { journal, engine, executionArn };
}

test('an execution is replayed event by event, with all that it waits for at each', async () => {
  const { journal, engine, executionArn } = await executed();
  const events = await collected(inspectExecution(journal, executionArn));
  expect(events.map(({ event }) => event?.type)).toEqual([undefined, 'start', 'answered', 'timer']);
  expect(events.map(({ execution }) => execution.status)).toEqual(['RUNNING', 'RUNNING', 'RUNNING', 'SUCCEEDED']);
  expect(events.map(({ outstanding }) => outstanding.map(({ type }) => type))).toEqual([
    [],
    ['setTimer', 'call'],
    ['setTimer'],
    [],
  ]);
  const history = await engine.history(executionArn);
  expect(events.flatMap(({ recorded }) => recorded.map(({ id }) => id))).toEqual(history.map(({ id }) => id));
});

test('the state of an execution can be had at any event of its history', async () => {
  const { journal, executionArn } = await executed();
  const { threads } = await executionAt(journal, executionArn, 4);
  expect(threads[0]).toMatchObject({ state: 't', activation: { work: { kind: 'called' } } });
  expect((await executionAt(journal, executionArn, 6)).threads[0]).toMatchObject({
    state: 'w',
    input: { value: 'answer' },
  });
  await expect(executionAt(journal, executionArn, 99)).rejects.toThrow('has no event 99 of it');
});

test('an execution that the journal does not have is an error', async () => {
  const { journal, executionArn } = await executed();
  const inspecting = collected(inspectExecution(journal, `${executionArn}x`));
  await expect(inspecting).rejects.toThrow(`has no execution ${executionArn}x.`);
});

test('what was before the journal was replaced is known from the history only', async () => {
  const { journal, engine, executionArn } = await executed();
  journal.isLong = true;
  await engine.handle('CreateActivity', { name: 'more' });
  await engine.settle();
  const events = await collected(inspectExecution(journal, executionArn));
  expect(events.map(({ event, recorded }) => [event, recorded.length])).toEqual([[undefined, 9]]);
  await expect(executionAt(journal, executionArn, 4)).rejects.toThrow('begins with event 9 of it');
});
