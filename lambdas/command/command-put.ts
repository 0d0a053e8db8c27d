import type { PutCommandInput } from '@aws-sdk/lib-dynamodb';
import type { CallerContext } from '../platform/caller-context';
import { type EntityKey, openPartition, versionKey } from './keys';
import { type Origin, type StoredCommandRow, settlement } from './rows';

/** A command as it enters the table: what it is, whoever applies it. */
export interface NewCommand extends EntityKey {
  version: number;
  entityType: string;
  action: 'put' | 'delete';
  /** As they pass the schema of the entity type; none for a delete. */
  attributes?: Record<string, unknown> | undefined;
  commandId: string;
  context: CallerContext;
  origin?: Origin | undefined;
}

/** The row of a command that the machine has to settle: it is open from the start, so that it is found if nobody starts it. */
export function acceptedRow(command: NewCommand, now: Date): StoredCommandRow {
  const { pk, sk, version } = command;
  return { ...rowOf(command, now), status: 'accepted', open: openPartition(pk, versionKey(sk, version)) };
}

/** The row of a command that is applied in the same transaction: settled from the start, and never in the index of open ones. */
export function appliedRow(command: NewCommand, now: Date): StoredCommandRow {
  return { ...rowOf(command, now), status: 'applied', ...settlement(now) };
}

/** Takes a version, once: of all who want it, one gets it. */
export function putCommand(table: string, row: StoredCommandRow): PutCommandInput {
  return {
    TableName: table,
    Item: { ...row, sk: versionKey(row.entitySk, row.version) },
    ConditionExpression: 'attribute_not_exists(pk)',
  };
}

function rowOf(command: NewCommand, now: Date): Omit<StoredCommandRow, 'status'> {
  const { sk: entitySk, attributes, origin, ...rest } = command;
  return {
    ...rest,
    entitySk,
    tenantCode: command.context.tenantCode,
    ...(attributes !== undefined && { attributes }),
    ...(origin !== undefined && { origin }),
    acceptedAt: now.toISOString(),
  };
}
