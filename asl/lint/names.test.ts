import { describe, expect, test } from '@jest/globals';
import type { Workflow } from '../definition/workflow';
import { lint } from './lint';
import { alone, messages } from './testing/linted';

describe('a name', () => {
  const done = { Type: 'Succeed' };

  test('has 80 characters at most', () => {
    expect(lint(alone(done, 'x'.repeat(80)))).toEqual([]);
    expect(messages(alone(done, 'x'.repeat(81)))[0]).toMatch(/has a name of 81 characters, and AWS takes 1 to 80/);
    expect(messages(alone(done, ''))[0]).toMatch(/has a name of 0 characters/);
  });

  test('is there once, inner scopes included', () => {
    const twice = alone({ Type: 'Map', ItemProcessor: { StartAt: 's', States: { s: done } }, Output: {}, End: true });
    expect(messages(twice)).toEqual([
      'State "s" is there 2 times, and names are unique in a workflow, inner scopes included. Rename all but one.',
    ]);
  });

  test('of a map run has 40 characters at most', () => {
    const labelled = (Label: string): Workflow =>
      alone({
        Type: 'Map',
        Label,
        ItemProcessor: {
          ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
          StartAt: 'i',
          States: { i: done },
        },
        Output: {},
        End: true,
      });
    expect(lint(labelled('x'.repeat(40)))).toEqual([]);
    expect(lint(labelled('x'.repeat(41))).map(({ rule }) => rule)).toEqual(['name']);
    expect(messages(labelled('a:b'))).toEqual([
      'Map "s" has the Label "a:b", which must be 1 to 40 letters, digits, _ or -.',
    ]);
  });
});
