import { expect, test } from '@jest/globals';
import { columns, number } from './columns';

test('names stand to the left, numbers to the right, notes below', () => {
  const text = columns({
    title: 'bundles',
    header: ['function', 'KiB', 'ms'],
    rows: [
      ['command/finish', '157.0', '36.0'],
      ['a', '1,570.0', '9.1'],
    ],
    notes: ['medians of 7'],
  });
  expect(text.split('\n')).toEqual([
    'bundles',
    '  function             KiB     ms',
    '  ───────────────────────────────',
    '  command/finish     157.0   36.0',
    '  a                1,570.0    9.1',
    '  medians of 7',
  ]);
});

test('numbers keep their digits and separate thousands', () => {
  expect([number(1234.5), number(0.25, 3), number(2, 1)]).toEqual(['1,235', '0.250', '2.0']);
});
