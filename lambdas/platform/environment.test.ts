import { expect, test } from '@jest/globals';
import { environment } from './environment';

test('gives each variable in its type, and only what was asked for', () => {
  const source = { DATA_TABLE: 'local-blueprint-data', RETENTION_DAYS: '30', OTHER: 'x' };
  expect(environment('command/x', ['DATA_TABLE', 'RETENTION_DAYS'], source)).toEqual({
    DATA_TABLE: 'local-blueprint-data',
    RETENTION_DAYS: 30,
  });
});

test('names the function and every variable that is missing or malformed, at once', () => {
  const source = { RETENTION_DAYS: 'a month', OPEN_INDEX: '' };
  const load = () => environment('command/x', ['DATA_TABLE', 'RETENTION_DAYS', 'OPEN_INDEX'], source);
  expect(load).toThrow(
    /^command\/x can't start: DATA_TABLE is missing, RETENTION_DAYS is "a month": .*expected number, received NaN, OPEN_INDEX is "": .*to have >=1 characters/,
  );
  expect(load).toThrow(expect.objectContaining({ name: 'InvalidEnvironment' }));
});

test.each(['0', '-1', '1.5', ''])('%p days are none', (RETENTION_DAYS) => {
  expect(() => environment('command/x', ['RETENTION_DAYS'], { RETENTION_DAYS })).toThrow('RETENTION_DAYS');
});
