import { expect, test } from '@jest/globals';
import { parseCommandLine } from './options';

const entity = ['--env', 'local', '--pk', 'TENANT#t', '--sk', 'ORDER#1'];

test('an action on an entity or on one of its versions', () => {
  expect(parseCommandLine(['show', ...entity])).toEqual({
    action: 'show',
    env: 'local',
    pk: 'TENANT#t',
    sk: 'ORDER#1',
  });
  expect(parseCommandLine(['redrive', ...entity, '--version', '7'])).toMatchObject({ action: 'redrive', version: 7 });
  expect(parseCommandLine(['skip', ...entity, '--version', '7', '--reason', 'sent twice', '--by', 'me'])).toMatchObject(
    {
      reason: 'sent twice',
      by: 'me',
    },
  );
});

test.each([
  [['mend', ...entity], /show, redrive or skip/],
  [['show', '--env', 'local', '--pk', 'TENANT#t'], /--sk is missing/],
  [['redrive', ...entity], /--version is missing/],
  [['redrive', ...entity, '--version', '0'], /--version takes.*"0"/],
  [['skip', ...entity, '--version', '7', '--by', 'me'], /--reason is missing/],
  [['show', ...entity, '--vesrion', '7'], /--vesrion/],
])('%j is refused, with the usage', (argv, message) => {
  expect(() => parseCommandLine(argv)).toThrow(message);
  expect(() => parseCommandLine(argv)).toThrow(/npm run command -- show/);
});
