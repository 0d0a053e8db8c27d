import { describe, expect, test } from '@jest/globals';
import type { Workflow } from '../definition/workflow';
import { workflow } from '../definition/workflow';
import { lint } from './lint';

/** A definition that the compiler would refuse, or that it can't judge. */
const unchecked = (definition: unknown): Workflow => definition as Workflow;

const messages = (definition: Workflow): readonly string[] => lint(definition).map(({ message }) => message);
const rules = (definition: Workflow): readonly string[] => lint(definition).map(({ rule }) => rule);

describe('a workflow without findings', () => {
  test('goes from its start to an end, by way of a loop that a Choice leaves', () => {
    const polling = workflow({
      StartAt: 'wait',
      States: {
        wait: { Type: 'Wait', Seconds: 5, Next: 'ready' },
        ready: { Type: 'Choice', Choices: [{ Condition: '{% $states.input.ready %}', Next: 'done' }], Default: 'wait' },
        done: { Type: 'Succeed' },
      },
    });
    expect(lint(polling)).toEqual([]);
  });
});

describe('transitions', () => {
  test('a state with neither Next nor End leads nowhere', () => {
    expect(messages(unchecked({ StartAt: 'a', States: { a: { Type: 'Pass' } } }))).toEqual([
      'State "a" leads nowhere. Give it Next, or End: true if it is the last.',
    ]);
  });

  test('a state with both Next and End contradicts itself', () => {
    const both = { StartAt: 'a', States: { a: { Type: 'Pass', Next: 'b', End: true }, b: { Type: 'Succeed' } } };
    expect(messages(unchecked(both))).toEqual([
      'State "a" has both Next and End. Keep Next if it goes on to "b", otherwise End.',
    ]);
  });

  test('a target that is no state is named, with those that are', () => {
    const lost = { StartAt: 'a', States: { a: { Type: 'Pass', Next: 'bb' }, b: { Type: 'Succeed' } } };
    expect(messages(unchecked(lost))).toContain(
      'State "a" goes to "bb" (next), which is no state of this workflow. It has "a", "b".',
    );
  });

  test('a target outside its own scope is no state either', () => {
    const escaping = {
      StartAt: 'm',
      States: {
        m: {
          Type: 'Map',
          ItemProcessor: { StartAt: 'i', States: { i: { Type: 'Pass', Next: 'm' } } },
          Output: 0,
          End: true,
        },
      },
    };
    expect(messages(unchecked(escaping))).toContain(
      'State "i" (in "m") goes to "m" (next), which is no state of the scope inside "m". It has "i".',
    );
  });

  test('no name is a state because objects have it', () => {
    const inherited = { StartAt: 'a', States: { a: { Type: 'Pass', Next: 'constructor' } } };
    expect(rules(unchecked(inherited))).toEqual(['transition']);
  });

  test('a StartAt that is no state', () => {
    expect(messages(unchecked({ StartAt: 'b', States: { a: { Type: 'Succeed' } } }))).toEqual([
      'StartAt is "b", which is no state of this workflow. It has "a".',
    ]);
  });

  test('a Choice without rules', () => {
    const empty = {
      StartAt: 'a',
      States: { a: { Type: 'Choice', Choices: [], Default: 'b' }, b: { Type: 'Succeed' } },
    };
    expect(messages(unchecked(empty))).toEqual([
      'Choice "a" has no rules. Give it at least one in Choices, or make it a Pass.',
    ]);
  });
});

describe('unreachable states', () => {
  test('are named', () => {
    const island = workflow({ StartAt: 'a', States: { a: { Type: 'Succeed' }, b: { Type: 'Succeed' } } });
    expect(messages(island)).toEqual(['State "b" is never reached from "a". Lead to it, or remove it.']);
  });

  test('inside a Parallel too', () => {
    const branches = workflow({
      StartAt: 'p',
      States: {
        p: {
          Type: 'Parallel',
          Branches: [{ StartAt: 'x', States: { x: { Type: 'Succeed' }, y: { Type: 'Succeed' } } }],
          End: true,
        },
      },
    });
    expect(messages(branches)).toEqual(['State "y" (in "p") is never reached from "x". Lead to it, or remove it.']);
  });
});

describe('a Choice', () => {
  test('without Default fails on what no rule matches', () => {
    const open = workflow({
      StartAt: 'c',
      States: {
        c: { Type: 'Choice', Choices: [{ Condition: '{% $states.input.ok %}', Next: 'd' }] },
        d: { Type: 'Succeed' },
      },
    });
    expect(messages(open)).toEqual([
      'Choice "c" has no Default, so what no rule matches fails with States.NoChoiceMatched. Give it a Default.',
    ]);
  });
});

describe('a loop', () => {
  const retry = [{ ErrorEquals: ['States.TaskFailed'] }];
  const task = {
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke',
    Arguments: { FunctionName: 'f' },
    TimeoutSeconds: 1,
    Retry: retry,
  } as const;

  test('that nothing leaves is found once, with all its states', () => {
    const loop = workflow({
      StartAt: 'a',
      States: { a: { Type: 'Pass', Next: 'b' }, b: { Type: 'Wait', Seconds: 1, Next: 'a' } },
    });
    expect(messages(loop)).toEqual(['States "a", "b" can never get to an end. Give the loop a Choice that leaves it.']);
  });

  test('that only an error leaves is no better', () => {
    const loop = workflow({
      StartAt: 'a',
      States: {
        a: { ...task, Catch: [{ ErrorEquals: ['Done'], Next: 'end' }], Next: 'a' },
        end: { Type: 'Succeed' },
      },
    });
    expect(rules(loop)).toEqual(['endless-loop']);
  });

  test('that a Choice never leaves is one too', () => {
    const loop = workflow({
      StartAt: 'a',
      States: {
        a: { Type: 'Choice', Choices: [{ Condition: '{% true %}', Next: 'b' }], Default: 'a' },
        b: { Type: 'Pass', Next: 'a' },
      },
    });
    expect(rules(loop)).toEqual(['endless-loop']);
  });
});
