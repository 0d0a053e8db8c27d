import { afterEach, describe, expect, test } from '@jest/globals';
import { START } from '../testing/engine';
import { MemoryJournal } from '../testing/memory-journal';
import { closeEngines, open, restarted } from '../testing/restart';

afterEach(closeEngines);

describe('after a restart', () => {
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
});
