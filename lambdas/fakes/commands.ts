import { type CommandKey, executionName, versionKey } from '../command/keys';
import { executionArn as arnOf } from '../platform/live';
import type { StepFunctionsEvent } from '../platform/step-functions-handler';
import type { FakeDynamoDB } from './dynamodb';
import { STATE_MACHINE_ARN } from './environment';
import type { Item } from './expressions';

const PK = 'TENANT#tenant1';
const SK = 'ORDER#order123';

export function keyFor(version: number, overrides: Partial<CommandKey> = {}): CommandKey {
  return {
    pk: PK,
    sk: SK,
    version,
    commandId: `command-${version}`,
    entityType: 'order',
    tenantCode: 'tenant1',
    requestId: 'request-1',
    ...overrides,
  };
}

export function commandRow(version: number, overrides: Item = {}): Item {
  const key = keyFor(version);
  return {
    pk: key.pk,
    sk: versionKey(key.sk, version),
    entitySk: key.sk,
    version,
    entityType: key.entityType,
    tenantCode: key.tenantCode,
    action: 'put',
    attributes: { status: `status-${version}`, total: version * 100 },
    commandId: key.commandId,
    context: { userId: 'user1', tenantCode: 'tenant1', requestId: 'request-1' },
    acceptedAt: '2025-01-01T00:00:00.000Z',
    status: 'accepted',
    open: 'OPEN#0',
    ...overrides,
  };
}

/** A command row as `finish` leaves it. */
export function settledRow(version: number, overrides: Item = {}): Item {
  const { open: _, ...row } = commandRow(version);
  const settledAt = '2025-01-01T00:00:01.000Z';
  return { ...row, status: 'applied', settledAt, settledEpoch: Date.parse(settledAt) / 1000, ...overrides };
}

export function dataRow(version: number, overrides: Item = {}): Item {
  const key = keyFor(version);
  return {
    pk: key.pk,
    sk: key.sk,
    version,
    entityType: key.entityType,
    tenantCode: key.tenantCode,
    attributes: { status: `status-${version}`, total: version * 100 },
    commandId: key.commandId,
    context: { userId: 'user1', tenantCode: 'tenant1', requestId: 'request-1' },
    createdAt: '2025-01-01T00:00:00.000Z',
    updatedAt: '2025-01-01T00:00:00.000Z',
    ...overrides,
  };
}

export function storedCommand(db: FakeDynamoDB, version: number): Item | undefined {
  return db.row('commands', PK, versionKey(SK, version));
}

export function storedData(db: FakeDynamoDB): Item | undefined {
  return db.row('data', PK, SK);
}

export function executionArn(version: number, attempt = 1): string {
  return arnOf(STATE_MACHINE_ARN, executionName(keyFor(version), attempt));
}

/** What a Task of the machine sends to a handler. */
export function taskEvent<Input extends CommandKey>(
  input: Input,
  state: string,
  taskToken?: string,
): StepFunctionsEvent<Input> {
  return {
    source: 'step-function',
    input,
    context: {
      Execution: {
        Id: executionArn(input.version),
        Input: { ...input },
        Name: executionName(input, 1),
        RoleArn: 'arn:aws:iam::000000000000:role/test-blueprint-command-handler',
        StartTime: '2025-01-01T00:00:00.000Z',
      },
      State: { EnteredTime: '2025-01-01T00:00:00.000Z', Name: state, RetryCount: 0 },
      StateMachine: { Id: STATE_MACHINE_ARN, Name: 'test-blueprint-command-handler' },
    },
    ...(taskToken !== undefined && { taskToken }),
  };
}
