import { expect, test } from '@jest/globals';
import { isMissed } from './gate';
import { sampleOf } from './statistics';
import { report } from './workflow';

const about = { title: 'Seats', notes: ['Of one hall.'] };

test('a workflow’s ways stand beside the first, which none may beat', () => {
  const measured = new Map([
    ['at once', sampleOf([300, 200, 210])],
    ['in turn', sampleOf([420, 420, 400])],
    ['not at all', sampleOf([1, 2, 3])],
  ]);
  const { tables, gates } = report('cinema', about, measured);
  expect(tables[0]?.rows).toEqual([
    ['at once', '210', '200', '300', '1.00 ×'],
    ['in turn', '420', '400', '420', '2.00 ×'],
    ['not at all', '2', '1', '3', '0.01 ×'],
  ]);
  expect(gates.map((gate) => [gate.name, gate.measured, isMissed(gate)])).toEqual([
    ['cinema: at once, beside in turn', 0.5, false],
    ['cinema: at once, beside not at all', 105, true],
  ]);
});

test('a workflow without ways is an error', () => {
  expect(() => report('cinema', about, new Map())).toThrow('lambdas/cinema/bench.ts prepares no way');
});
