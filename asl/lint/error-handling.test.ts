import { describe, expect, test } from '@jest/globals';
import type { Retrier } from '../definition/error-handling';
import type { AnyMap, AnyState, AnyTask } from '../definition/workflow';
import { lint } from './lint';

const task = {
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  Arguments: { FunctionName: 'f' },
  TimeoutSeconds: 10,
  Retry: [{ ErrorEquals: ['States.TaskFailed'] }],
} as const;

function findings(states: { readonly [name: string]: AnyState }): readonly string[] {
  return lint({ StartAt: 'a', States: states }).map(({ rule, message }) => `${rule}: ${message}`);
}

const retrying = (...entries: readonly (readonly string[])[]): readonly string[] => {
  const Retry: readonly Retrier[] = entries.map((ErrorEquals) => ({ ErrorEquals }));
  const a: AnyTask = { ...task, Retry, End: true };
  return findings({ a });
};

describe('the order of Retry', () => {
  test('from the particular to the general is right', () => {
    expect(
      retrying(['Lambda.TooManyRequestsException'], ['ValidationFailed'], ['States.TaskFailed'], ['States.Timeout']),
    ).toEqual([]);
    expect(retrying(['States.TaskFailed'], ['States.ALL'])).toEqual([]);
  });

  test('States.ALL stands alone', () => {
    expect(retrying(['ValidationFailed', 'States.ALL'])).toEqual([
      'error-order: State "a": Retry[0] has States.ALL beside other errors, which AWS rejects. Leave it alone there.',
    ]);
  });

  test('States.ALL stands last', () => {
    expect(retrying(['States.ALL'], ['ValidationFailed'])).toEqual([
      'error-order: State "a": Retry[0] is States.ALL and not the last, which AWS rejects. Move it to the end.',
    ]);
  });

  test('an error after States.TaskFailed is never looked up', () => {
    expect(retrying(['States.TaskFailed'], ['ValidationFailed'])).toEqual([
      'error-order: State "a": Retry[1] is never used for ValidationFailed, which States.TaskFailed in an entry before it matches. Put it first.',
    ]);
  });

  test('an error named twice is never looked up the second time', () => {
    expect(retrying(['ValidationFailed'], ['ValidationFailed'])).toEqual([
      'error-order: State "a": Retry[1] is never used for ValidationFailed, which ValidationFailed in an entry before it matches. Put it first.',
    ]);
  });

  test('an entry names an error', () => {
    expect(retrying([])).toEqual(['error-order: State "a": Retry[0] names no error. Name the errors it is for.']);
  });
});

describe('the order of Catch', () => {
  test('has the same rules', () => {
    const a: AnyTask = {
      ...task,
      Catch: [
        { ErrorEquals: ['States.ALL'], Next: 'refund' },
        { ErrorEquals: ['PaymentFailed'], Next: 'refund' },
      ],
      End: true,
    };
    expect(findings({ a, refund: { ...task, End: true } })).toEqual([
      'error-order: State "a": Catch[0] is States.ALL and not the last, which AWS rejects. Move it to the end.',
    ]);
  });
});

describe('a Catch', () => {
  const caught: AnyTask = { ...task, Catch: [{ ErrorEquals: ['States.ALL'], Next: 'next' }], End: true };
  const failed: AnyState = { Type: 'Fail', Error: 'Failed' };
  const found =
    'catch-only-fails: State "a" catches States.ALL only to fail at "next", where RedriveExecution would resume. Remove the Catch, or have it do something else first.';

  test('that leads to a Fail would have redrive run the Fail again', () => {
    expect(findings({ a: caught, next: failed })).toEqual([found]);
  });

  test('that leads to a Fail is right in an Express execution, which is never redriven', () => {
    const States = { a: caught, next: failed };
    expect(lint({ StartAt: 'a', States }, { type: 'EXPRESS' })).toEqual([]);
    const map = (ExecutionType: 'STANDARD' | 'EXPRESS'): AnyMap => ({
      Type: 'Map',
      ItemProcessor: { ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType }, StartAt: 'a', States },
      Output: {},
      End: true,
    });
    expect(findings({ a: map('EXPRESS') }).filter((one) => one.startsWith('catch-only-fails'))).toEqual([]);
    expect(findings({ a: map('STANDARD') }).filter((one) => one.startsWith('catch-only-fails'))).toHaveLength(1);
  });

  test('that leads to a Fail by way of states that do nothing is the same', () => {
    expect(findings({ a: caught, next: { Type: 'Pass', Output: {}, Next: 'failed' }, failed })).toEqual([found]);
    expect(findings({ a: caught, next: { Type: 'Wait', Seconds: 1, Next: 'failed' }, failed })).toEqual([found]);
  });

  const toFailed = { Next: 'failed' } as const;
  const end = { End: true } as const;
  const over = (onward: typeof toFailed | typeof end, ...inner: readonly AnyState[]): AnyState => ({
    Type: 'Parallel',
    Branches: inner.map((state) => ({ StartAt: 'branch', States: { branch: state } })),
    ...onward,
  });
  const each = (state: AnyState): AnyMap => ({
    Type: 'Map',
    ItemProcessor: { StartAt: 'item', States: { item: state } },
    Output: {},
    ...toFailed,
  });
  const afterCatch = (next: AnyState): readonly string[] =>
    lint({ StartAt: 'a', States: { a: caught, next, failed } }).flatMap(({ rule, message }) =>
      rule === 'catch-only-fails' ? [`${rule}: ${message}`] : [],
    );
  const pass: AnyState = { Type: 'Pass', End: true };
  const works: AnyState = { ...task, End: true };

  test('that leads to a Fail by way of a Map or a Parallel of such states is the same', () => {
    expect(afterCatch(each(failed))).toEqual([found]);
    expect(afterCatch(each({ Type: 'Succeed' }))).toEqual([found]);
    expect(afterCatch(over(toFailed, pass))).toEqual([found]);
    expect(afterCatch(over(toFailed, pass, over(end, pass)))).toEqual([found]);
  });

  test('that ends in a Parallel which can only fail is the same', () => {
    expect(afterCatch(over(end, pass, failed))).toEqual([found]);
    expect(afterCatch(over(end, pass, pass))).toEqual([]);
  });

  test('that does something inside a Map or a Parallel has another way', () => {
    expect(afterCatch(each(works))).toEqual([]);
    expect(afterCatch(over(toFailed, pass, works))).toEqual([]);
    const writes: AnyMap = {
      Type: 'Map',
      ItemProcessor: {
        ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
        StartAt: 'item',
        States: { item: { Type: 'Succeed' } },
      },
      ResultWriter: { Resource: 'arn:aws:states:::s3:putObject', Arguments: { Bucket: 'results' } },
      ...toFailed,
    };
    expect(afterCatch(writes)).toEqual([]);
  });

  test('that does something before it fails has another way', () => {
    expect(findings({ a: caught, next: { ...task, Next: 'failed' }, failed })).toEqual([]);
  });

  test('that may go on to an end has another way', () => {
    expect(findings({ a: caught, next: { Type: 'Pass', End: true } })).toEqual([]);
    const next: AnyState = {
      Type: 'Choice',
      Choices: [{ Condition: '{% $states.input.fatal %}', Next: 'failed' }],
      Default: 'done',
    };
    expect(findings({ a: caught, next, failed, done: { Type: 'Succeed' } })).toEqual([]);
  });

  test('of a Map or a Parallel is held to the same', () => {
    const map: AnyState = {
      Type: 'Map',
      ItemProcessor: { StartAt: 'item', States: { item: { Type: 'Succeed' } } },
      Output: {},
      Catch: [{ ErrorEquals: ['States.ALL'], Next: 'next' }],
      End: true,
    };
    expect(findings({ a: map, next: failed })).toEqual([found]);
  });
});
