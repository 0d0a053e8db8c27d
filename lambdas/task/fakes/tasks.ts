import type { FakeDynamoDB } from '../../fakes/dynamodb';
import type { Item } from '../../fakes/expressions';
import type { StepFunctionsContext } from '../../platform/context';
import { executionArn } from '../../platform/live';
import type { StepFunctionsEvent } from '../../platform/step-functions-handler';
import { executionName, type ItemKey, itemRowKey, outcomeKey, progressKey, type TaskKey, taskRowKey } from '../keys';
import { STATE_MACHINE_ARN } from './environment';

/** When the executions of these tasks were started. */
export const STARTED_AT = '2025-01-01T00:00:00.000Z';

export function taskFor(overrides: Partial<TaskKey> = {}): TaskKey {
  return {
    tenantCode: 'tenant1',
    taskId: 'task-1',
    taskType: 'address-label',
    itemCount: 3,
    timeoutSeconds: 900,
    requestId: 'request-1',
    ...overrides,
  };
}

export function itemFor(item: number, overrides: Partial<ItemKey> = {}): ItemKey {
  return { ...taskFor(), item, startedAt: STARTED_AT, ...overrides };
}

/** An item of the type `address-label`. */
export function address(overrides: Item = {}): Item {
  return { iata: 'HND', name: 'Haneda', city: 'Tokyo', state: '', country: 'Japan', ...overrides };
}

export function taskRow(overrides: Item = {}): Item {
  const task = taskFor();
  return {
    ...taskRowKey(task),
    ...task,
    context: { userId: 'user1', tenantCode: task.tenantCode, requestId: task.requestId },
    status: 'started',
    createdAt: STARTED_AT,
    changedAt: STARTED_AT,
    startedAt: STARTED_AT,
    ...overrides,
  };
}

export function progressRow(overrides: Item = {}): Item {
  return { ...progressKey(taskFor()), digest: 'digest', succeeded: 0, failed: 0, timedOut: 0, ...overrides };
}

/** Puts a task with items of the type `address-label`, one of them as it is given. */
export function storeTask(db: FakeDynamoDB, overrides: Item = {}, contents: readonly unknown[] = []): void {
  const row = taskRow(overrides);
  db.put('tasks', row);
  db.put('tasks', progressRow());
  for (let item = 1; item <= Number(row.itemCount); item++) {
    db.put('tasks', { ...itemRowKey(taskFor(), item), content: contents[item - 1] ?? address() });
  }
}

export const storedTask = (db: FakeDynamoDB) => db.row('tasks', ...keyOf(taskRowKey(taskFor())));
export const storedProgress = (db: FakeDynamoDB) => db.row('tasks', ...keyOf(progressKey(taskFor())));
export const storedOutcome = (db: FakeDynamoDB, item: number) => db.row('tasks', ...keyOf(outcomeKey(taskFor(), item)));

const keyOf = ({ pk, sk }: { pk: string; sk: string }): [string, string] => [pk, sk];

/** What a Task of the machine sends to a handler. */
export function taskEvent<Input extends TaskKey>(
  input: Input,
  state: string,
  execution: Partial<StepFunctionsContext['Execution']> = {},
): StepFunctionsEvent<Input> {
  const name = executionName(input);
  return {
    source: 'step-function',
    input,
    context: {
      Execution: {
        Id: executionArn(STATE_MACHINE_ARN, name),
        Input: {},
        Name: name,
        RoleArn: 'arn:aws:iam::000000000000:role/test-blueprint-task-handler',
        StartTime: STARTED_AT,
        ...execution,
      },
      State: { EnteredTime: STARTED_AT, Name: state, RetryCount: 0 },
      StateMachine: { Id: STATE_MACHINE_ARN, Name: 'test-blueprint-task-handler' },
    },
  };
}
