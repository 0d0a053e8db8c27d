import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { fieldRows, operationRows } from './rows';
import { proofOf, testTitles } from './test-titles';

const row = (id: string) => ({ id, name: id, support: 'supported' as const, page: '' });
const titled = (...titles: string[]) => titles.map((title) => ({ file: 'a.test.ts', title }));

describe('the test that proves a row', () => {
  test.each([
    ['StartExecution', 'StartExecution', true],
    ['StartExecution', 'an EXPRESS execution is started by StartExecution, too', true],
    ['StartExecution', 'StartExecutions', false],
    ['Task.Retry', 'Task.Retry counts', true],
    ['Task.Retry', 'Task.RetryCount', false],
    ['Task.Retry', 'MyTask.Retry', false],
    ['credentials.RoleArn', 'credentials.RoleArn.$', false],
    ['credentials.RoleArn.$', 'credentials.RoleArn.$', true],
  ])('%s: "%s"', (id, title, proves) => {
    expect(proofOf(row(id), titled('another', title))?.title).toBe(proves ? title : undefined);
  });

  test('is rather the one with its very name', () => {
    expect(proofOf(row('A'), titled('about A', 'A'))?.title).toBe('A');
  });
});

test('titles are read from sources, also those of tables', () => {
  const titles = testTitles(join(__dirname)).filter(({ file }) => file === 'test-titles.test.ts');
  expect(titles.map(({ title }) => title)).toEqual([
    'the test that proves a row',
    '%s: "%s"',
    'is rather the one with its very name',
    'titles are read from sources, also those of tables',
    'every field and every operation has its test',
  ]);
});

test('every field and every operation has its test', () => {
  const titles = testTitles(join(__dirname, '..'));
  const rows = [...fieldRows().filter(({ support }) => typeof support === 'string'), ...operationRows()];
  expect(rows.filter((each) => !proofOf(each, titles)).map(({ id }) => id)).toEqual([]);
});
