import { describe, expect, test } from '@jest/globals';
import { functionArn, MachineUnderTest, named } from '../testing/machine';
import { coversEveryTransition } from '../testing/state-coverage';
import { taskHandler } from './definition';

const input = {
  tenantCode: 'tenant1',
  taskId: 'task-1',
  taskType: 'address-label',
  itemCount: 3,
  timeoutSeconds: 900,
  requestId: 'request-1',
};

describe.each([
  ['task-handler', 'INLINE'],
  ['task-handler-distributed', 'DISTRIBUTED'],
] as const)('%s', (name, mode) => {
  const machine = new MachineUnderTest(name, taskHandler({ functionArn, concurrency: 2, mode }));

  test('runs each item, then settles the task', async () => {
    const items: number[] = [];
    const { status, states } = await machine.run(input, {
      'task/iterator': ({ item }: { item: number }) => items.push(item),
      'task/settle-task': () => null,
    });
    expect(status).toBe('SUCCEEDED');
    expect(items.sort()).toEqual([1, 2, 3]);
    expect(states.at(-1)).toBe('settle_task');
  });

  test('records an item whose run can’t record itself, and goes on with the others', async () => {
    const recorded: object[] = [];
    const { status } = await machine.run(input, {
      'task/iterator': ({ item }: { item: number }) => {
        if (item === 2) throw named('Runtime.ExitError', 'killed');
      },
      'task/item-failed': ({ item, error }: { item: number; error: string }) => recorded.push({ item, error }),
      'task/settle-task': () => null,
    });
    expect(status).toBe('SUCCEEDED');
    expect(recorded).toEqual([{ item: 2, error: 'Runtime.ExitError' }]);
  });

  coversEveryTransition(machine);
});
