import { describe, expect, test } from '@jest/globals';
import { TestEngine } from '../testing/engine';

/** JSON of nearly 256 KiB. */
const LARGE = 'x'.repeat(260_000);
const EXCEEDED = { status: 'FAILED', error: 'States.DataLimitExceeded' };

/** States that assign a variable each, one after another. */
function assigning(variables: string[]) {
  const states = variables.map((name, at): [string, object] => {
    const next = at + 1 < variables.length ? { Next: `s${at + 1}` } : { End: true };
    return [`s${at}`, { Type: 'Pass', Assign: { [name]: '{% $states.input %}' }, ...next }];
  });
  return { StartAt: 's0', States: Object.fromEntries(states) };
}

describe('variables', () => {
  test('of one Assign may be as large as any payload, together', async () => {
    const assign = (Assign: object) =>
      new TestEngine().execute({ StartAt: 'a', States: { a: { Type: 'Pass', Assign, End: true } } }, LARGE);
    expect(await assign({ one: '{% $states.input %}' })).toMatchObject({ status: 'SUCCEEDED' });
    expect(await assign({ one: '{% $states.input %}', two: '{% $states.input %}' })).toMatchObject(EXCEEDED);
  });

  test('may take 10 MiB together', async () => {
    const names = Array.from({ length: 41 }, (_, index) => `v${index}`);
    const engine = new TestEngine();
    const end = await engine.execute(assigning(names), LARGE);
    expect(end).toMatchObject({ ...EXCEEDED, cause: expect.stringContaining("'s40'") });
    // Assigned anew, they take no more.
    expect(await new TestEngine().execute(assigning(names.fill('same')), LARGE)).toMatchObject({ status: 'SUCCEEDED' });
  });
});
