import { describe, expect, test } from '@jest/globals';
import type { AnyState, Workflow } from '../definition/workflow';
import { PathsError, paths, transitions } from './paths';

const machine = (StartAt: string, States: { readonly [name: string]: AnyState }): Workflow => ({ StartAt, States });
const pass = (Next: string): AnyState => ({ Type: 'Pass', Next });
const end: AnyState = { Type: 'Succeed' };
const either = (one: string, other: string): AnyState => ({
  Type: 'Choice',
  Choices: [{ Condition: '{% $x %}', Next: one }],
  Default: other,
});

describe('paths', () => {
  test('go from the start to each end, a transition per state', () => {
    const found = paths(machine('a', { a: pass('c'), c: either('d', 'f'), d: pass('e'), e: end, f: { Type: 'Fail' } }));
    expect(found).toEqual([
      { states: ['a', 'c', 'd', 'e'], outcome: 'succeeds', min: 4, max: 4, items: [], loops: [] },
      { states: ['a', 'c', 'f'], outcome: 'fails', min: 3, max: 3, items: [], loops: [] },
    ]);
  });

  test('are listed once where two ways of a state are the same', () => {
    expect(paths(machine('c', { c: either('d', 'd'), d: end }))).toHaveLength(1);
  });

  test('go by way of a Catch too', () => {
    const task: AnyState = {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke',
      Arguments: { FunctionName: 'f' },
      Catch: [{ ErrorEquals: ['States.ALL'], Next: 'refund' }],
      Next: 'done',
    };
    const found = paths(machine('t', { t: task, refund: pass('done'), done: end }));
    expect(found.map(({ states }) => states)).toEqual([
      ['t', 'done'],
      ['t', 'refund', 'done'],
    ]);
  });

  test('cut a loop, and say what one more round costs', () => {
    const [found, ...others] = paths(
      machine('start', {
        start: pass('wait'),
        wait: pass('ready'),
        ready: either('done', 'log'),
        log: pass('wait'),
        done: end,
      }),
    );
    expect(others).toEqual([]);
    expect(found).toMatchObject({
      states: ['start', 'wait', 'ready', 'done'],
      min: 4,
      loops: [{ to: 'wait', min: 3, max: 3 }],
    });
  });

  test('count every branch of a Parallel, from its shortest way to its longest', () => {
    const parallel: AnyState = {
      Type: 'Parallel',
      Branches: [
        { StartAt: 'x', States: { x: end } },
        { StartAt: 'c', States: { c: either('y', 'z'), y: pass('z'), z: end } },
      ],
      End: true,
    };
    expect(paths(machine('p', { p: parallel }))).toMatchObject([{ states: ['p'], min: 4, max: 5 }]);
  });

  test('that are more than 10,000 are not listed', () => {
    const states: Record<string, AnyState> = {};
    for (let n = 0; n < 14; n += 1) {
      states[`c${n}`] = either(`a${n}`, `b${n}`);
      states[`a${n}`] = pass(`c${n + 1}`);
      states[`b${n}`] = pass(`c${n + 1}`);
    }
    expect(() => paths(machine('c0', { ...states, c14: end }))).toThrow(PathsError);
  });
});

describe('transitions', () => {
  const inner: AnyState = {
    Type: 'Map',
    ItemProcessor: { StartAt: 'line', States: { line: end } },
    Output: {},
    End: true,
  };
  const outer: AnyState = {
    Type: 'Map',
    ItemProcessor: { StartAt: 'first', States: { first: either('lines', 'skip'), lines: inner, skip: end } },
    Output: {},
    End: true,
  };
  const [path] = paths(machine('orders', { orders: outer }));

  test('of a Map come per item, and those of a Map inside it per item of that', () => {
    expect(path?.items).toEqual([
      {
        map: 'orders',
        per: 'item',
        min: 2,
        max: 2,
        items: [{ map: 'lines', per: 'item', min: 1, max: 1, items: [] }],
      },
    ]);
    expect(path && transitions(path)).toEqual({ min: 1, max: 1 });
    expect(path && transitions(path, { orders: 3 })).toEqual({ min: 7, max: 7 });
    expect(path && transitions(path, { orders: 3, lines: 10 })).toEqual({ min: 37, max: 37 });
  });

  test('of Express children are none: they are billed by time', () => {
    const distributed = (ExecutionType: 'EXPRESS' | 'STANDARD'): AnyState => ({
      Type: 'Map',
      ItemBatcher: { MaxItemsPerBatch: 10 },
      ItemProcessor: { ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType }, StartAt: 'i', States: { i: end } },
      End: true,
    });
    const itemsOf = (state: AnyState) => paths(machine('m', { m: state }))[0]?.items;
    expect(itemsOf(distributed('EXPRESS'))).toEqual([{ map: 'm', per: 'batch', min: 0, max: 0, items: [] }]);
    expect(itemsOf(distributed('STANDARD'))).toEqual([{ map: 'm', per: 'batch', min: 1, max: 1, items: [] }]);
  });
});
