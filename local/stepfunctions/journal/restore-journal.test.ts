import { afterEach, describe, expect, test } from '@jest/globals';
import { wait } from '../testing/distributed-map';
import { MemoryJournal } from '../testing/memory-journal';
import { closeEngines, open, restarted } from '../testing/restart';

afterEach(closeEngines);

describe('a journal', () => {
  test('of another version, region or account, or that is none, is an error that says so', async () => {
    const header = (change: object) => [
      JSON.stringify([{ type: 'journal', version: 1, region: 'ap-northeast-1', accountId: '000000000000', ...change }]),
    ];
    const opening = (texts: string[]) => open(new MemoryJournal(texts));
    const start = 'The journal in memory cannot be read. ';
    await expect(opening(header({ version: 2 }))).rejects.toThrow(`${start}It is of version 2, and this engine reads`);
    await expect(opening(header({ region: 'eu-west-1' }))).rejects.toThrow(
      `${start}It is of the account 000000000000 in eu-west-1`,
    );
    await expect(opening(['[{"type":"removed","executionArn":"a"}]'])).rejects.toThrow(`${start}It does not begin as`);
    await opening(header({}));
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
