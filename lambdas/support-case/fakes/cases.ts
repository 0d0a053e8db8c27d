import type { FakeDynamoDB } from '../../fakes/dynamodb';
import { STATE_MACHINE_ARN } from '../../fakes/environment';
import type { Item } from '../../fakes/expressions';
import { executionArn } from '../../platform/live';
import type { StepFunctionsEvent } from '../../platform/step-functions-handler';
import { type CaseKey, caseRowKey } from '../inputs';

/** When the executions of these cases were started, and their states entered. */
export const STARTED_AT = '2025-01-01T00:00:00.000Z';
export const ENTERED_AT = '2025-01-01T00:00:05.000Z';
export const EXECUTION = executionArn(STATE_MACHINE_ARN, 'case-1');

export function caseFor(overrides: Partial<CaseKey> = {}): CaseKey {
  const key = {
    schemaVersion: 1,
    tenantCode: 'tenant1',
    caseId: 'case-1',
    requestId: 'request-1',
    topic: 'login',
  } as const;
  return { ...key, ...overrides };
}

/** What a Task of the machine sends to a handler. */
export function caseEvent<Input extends object>(
  input: Input,
  state: string,
  execution = EXECUTION,
): StepFunctionsEvent<Input> {
  return {
    source: 'step-function',
    input,
    context: {
      Execution: {
        Id: execution,
        Input: {},
        Name: 'case-1',
        RoleArn: 'arn:aws:iam::000000000000:role/test-blueprint-support-case',
        StartTime: STARTED_AT,
      },
      State: { EnteredTime: ENTERED_AT, Name: state, RetryCount: 0 },
      StateMachine: { Id: STATE_MACHINE_ARN, Name: 'test-blueprint-support-case' },
    },
  };
}

/** Puts the row of the case, as it was opened, with what came of it since. */
export function storeCase(db: FakeDynamoDB, overrides: Item = {}): void {
  db.put('cases', {
    ...caseRowKey(caseFor()),
    status: 'opened',
    topic: 'login',
    description: 'My account is locked.',
    attempts: 0,
    requestId: 'request-1',
    execution: EXECUTION,
    openedAt: STARTED_AT,
    ...overrides,
  });
}

export function storedCase(db: FakeDynamoDB): Item | undefined {
  const { pk, sk } = caseRowKey(caseFor());
  return db.row('cases', pk, sk);
}
