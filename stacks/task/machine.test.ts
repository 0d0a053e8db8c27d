import { lint, permissions } from '@blueprint/asl';
import { environment } from '@blueprint/env';
import * as keys from '@blueprint/lambdas/task/keys';
import { describe, expect, test } from '@jest/globals';
import { synthesizeAll } from '../testing/synthesized';
import { LONGEST_TASK_SECONDS, type TaskHandlerProps, taskHandler } from './definition';
import { inlineItemsLimit } from './inline-limit';

const prod = synthesizeAll().stack('prod-workflows');
const MODES = ['INLINE', 'DISTRIBUTED'] as const;
const NAMES = { INLINE: 'prod-blueprint-task-handler', DISTRIBUTED: 'prod-blueprint-task-handler-distributed' };

interface SynthesizedState {
  readonly Next?: string;
  readonly End?: boolean;
  readonly TimeoutSeconds?: unknown;
  readonly Arguments?: { readonly FunctionName: string };
  readonly Retry?: readonly object[];
  readonly Catch?: readonly object[];
}

function define(mode: TaskHandlerProps['mode']) {
  return taskHandler({
    functionArn: (path) => `arn:aws:lambda:ap-northeast-1:1:function:${path.replace('/', '-')}`,
    concurrency: 2,
    mode,
  });
}

function statesOf(mode: keyof typeof NAMES) {
  const { States } = JSON.parse(String(prod.one('aws_sfn_state_machine', 'name', NAMES[mode]).definition));
  const items: Record<string, SynthesizedState> = States.map_state.ItemProcessor.States;
  return { States, items, all: { ...States, ...items } as Record<string, SynthesizedState> };
}

describe.each(MODES)('the definition, %s', (mode) => {
  const { States, items, all } = statesOf(mode);

  test('has nothing for the lint to say', () => {
    expect(lint(define(mode))).toEqual([]);
  });

  test('runs iterator per item, as many at once as the environment says, then settles the task', () => {
    expect(Object.keys(States)).toEqual(['map_state', 'settle_task']);
    expect(States.map_state).toMatchObject({
      Type: 'Map',
      MaxConcurrency: environment('prod').concurrency.taskItems,
      Next: 'settle_task',
    });
    expect(States.map_state.ItemProcessor).toMatchObject({ StartAt: 'iterator' });
    expect(States.settle_task).toMatchObject({ End: true });
    expect(Object.keys(items)).toEqual(['iterator', 'item_failed']);
  });

  test('one failing item does not stop the others: whatever iterator fails with, item_failed records it', () => {
    expect(items.iterator).toMatchObject({
      End: true,
      Catch: [{ ErrorEquals: ['States.ALL'], Next: 'item_failed' }],
    });
    expect(items.item_failed).toMatchObject({ End: true });
    expect(items.item_failed).not.toHaveProperty('Catch');
  });

  test('an item carries keys and its number, and hands on its number alone', () => {
    expect(Object.keys(States.map_state.ItemSelector).sort()).toEqual(Object.keys(keys.itemKey.shape).sort());
    for (const name of ['iterator', 'item_failed'])
      expect(items[name]).toMatchObject({ Output: '{% $states.input.item %}' });
  });

  test('every Task invokes the function of its name and retries', () => {
    const address = (path: string) => `\${${prod.liveFunction(`prod-blueprint-task-${path}`)}.arn}`;
    for (const name of ['iterator', 'item_failed', 'settle_task']) {
      expect(all[name]?.Arguments?.FunctionName).toBe(address(name.replaceAll('_', '-')));
      expect(all[name]?.Retry).toMatchObject([
        { ErrorEquals: expect.arrayContaining(['TaskMissing']), MaxAttempts: 0 },
        { ErrorEquals: expect.arrayContaining(['Lambda.TooManyRequestsException']), MaxAttempts: 6 },
        { ErrorEquals: ['States.TaskFailed'], MaxAttempts: 3 },
      ]);
    }
  });

  test('the backstop lies above the longest task that is accepted', () => {
    expect(LONGEST_TASK_SECONDS).toBe(keys.MAX_TIMEOUT_SECONDS);
    expect(define(mode).TimeoutSeconds).toBeGreaterThan(LONGEST_TASK_SECONDS);
  });
});

describe('the two machines', () => {
  test('differ in nothing but how the map is run', () => {
    const [inline, distributed] = MODES.map((mode) => statesOf(mode));
    expect(distributed?.items).toEqual(inline?.items);
    expect(distributed?.States.settle_task).toEqual(inline?.States.settle_task);
    const { ItemProcessor: _, Label, ToleratedFailurePercentage, ...map } = distributed?.States.map_state ?? {};
    const { ItemProcessor: __, ...inlineMap } = inline?.States.map_state ?? {};
    expect(map).toEqual(inlineMap);
    expect({ Label, ToleratedFailurePercentage }).toEqual({ Label: 'items', ToleratedFailurePercentage: 100 });
    expect(distributed?.States.map_state.ItemProcessor.ProcessorConfig).toEqual({
      Mode: 'DISTRIBUTED',
      ExecutionType: 'EXPRESS',
    });
  });

  test('the distributed one may run its own children, and invoke the same functions', () => {
    const narrow = prod.statements(NAMES.DISTRIBUTED).filter(({ Resource }) => !Resource.includes('*'));
    const machine = (kind: string, suffix = '') =>
      `arn:aws:states:ap-northeast-1:333333333333:${kind}:${NAMES.DISTRIBUTED}${suffix}`;
    expect(narrow.map(({ Action, Resource }) => ({ Action, Resource }))).toEqual(
      expect.arrayContaining([
        { Action: ['states:StartExecution'], Resource: [machine('stateMachine')] },
        { Action: ['states:DescribeExecution', 'states:StopExecution'], Resource: [machine('execution', ':*')] },
        { Action: ['states:RedriveExecution'], Resource: [machine('execution', '/items:*')] },
      ]),
    );
    const invoked = (name: string) =>
      prod.statements(name).find(({ Action }) => Action.includes('lambda:InvokeFunction'))?.Resource;
    expect(invoked(NAMES.DISTRIBUTED)).toEqual(invoked(NAMES.INLINE));
  });

  test('the inline one may not start executions', () => {
    const { statements } = permissions(define('INLINE'), {
      region: 'ap-northeast-1',
      accountId: '111111111111',
      logging: true,
      tracing: true,
    });
    expect(statements.flatMap(({ Action }) => Action).filter((action) => action.startsWith('states:'))).toEqual([]);
  });
});

describe('how many items an inline map takes', () => {
  test('follows from the events of every attempt that Retry allows', () => {
    // Ten attempts of three events, entered and left, twice, and the iteration's own two.
    const perItem = 2 * (1 + 10 * 3 + 1) + 2;
    // The execution's two, the map's four, and those of settle_task.
    const around = 2 + 4 + (1 + 10 * 3 + 1);
    expect(perItem).toBe(66);
    expect(inlineItemsLimit(define('INLINE'))).toBe(Math.floor((25_000 - 1_000 - around) / perItem));
    expect(inlineItemsLimit(define('INLINE'))).toBe(363);
  });
});
