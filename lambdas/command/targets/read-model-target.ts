import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { ifConditionHolds } from '../../platform/conditions';
import { dynamodb } from '../../platform/dynamodb';
import { entityOf } from '../entities';
import type { CommandKey } from '../keys';
import { readData } from '../reads';
import type { ReadModel } from './read-model';
import type { Change, ConditionalUpdate, Target } from './target';

/** Names of the tables that a read model is written to and restored from. */
interface ReadModelTables {
  readonly own: string;
  readonly data: string;
}

/** Long enough that no invocation which began before the delete is still writing. */
const TOMBSTONE_SECONDS = 24 * 60 * 60;

/**
 * Brings versions to a read model. A delete leaves a tombstone for a day: with no row there would be no version to refuse a late
 * write of an older one.
 */
export function readModelTarget(model: ReadModel, tables: ReadModelTables): Target {
  const send = (write: ConditionalUpdate) => ifConditionHolds(dynamodb.send(new UpdateCommand(write)));

  function write(key: CommandKey, command: Change): ConditionalUpdate {
    const attributes = command.action === 'put' ? (command.attributes ?? {}) : undefined;
    const condition = 'attribute_not_exists(#version) OR #version < :version';
    return rowUpdate(tables.own, model.key(key), condition, rowOf(model, key, attributes));
  }

  /**
   * A failed attempt may have written this target before the command was skipped: show what `data` shows instead, under the
   * skipped version, over what that attempt left.
   */
  async function restore(key: CommandKey): Promise<void> {
    const row = await readData(dynamodb, tables.data, key);
    if (row !== undefined && row.version > key.version) return;
    const attributes = row === undefined || row.deleted ? undefined : (row.attributes ?? {});
    const condition = 'attribute_not_exists(#version) OR #version <= :version';
    await send(rowUpdate(tables.own, model.key(key), condition, rowOf(model, key, attributes)));
  }

  return {
    write,
    async sync(key, command) {
      if (command.skip !== undefined) return restore(key);
      await send(write(key, command));
    },
  };
}

/** The row without its key; undefined stands for what it must not have. Without attributes: a tombstone. */
function rowOf(model: ReadModel, key: CommandKey, attributes: Change['attributes']): Record<string, unknown> {
  const now = Date.now();
  const shown = attributes && { attributes, label: entityOf(key.entityType).label(attributes) };
  return {
    ...Object.fromEntries(Object.entries(model.columns).map(([name, column]) => [name, shown && column(shown)])),
    version: key.version,
    updatedAt: new Date(now).toISOString(),
    deleted: shown ? undefined : true,
    ttl: shown ? undefined : Math.floor(now / 1000) + TOMBSTONE_SECONDS,
  };
}

function rowUpdate(
  table: string,
  key: ConditionalUpdate['Key'],
  condition: string,
  row: Record<string, unknown>,
): ConditionalUpdate {
  const names = Object.keys(row);
  const set = names.filter((name) => row[name] !== undefined);
  const remove = names.filter((name) => row[name] === undefined);
  return {
    TableName: table,
    Key: key,
    UpdateExpression: [
      `SET ${set.map((name) => `#${name} = :${name}`).join(', ')}`,
      ...(remove.length > 0 ? [`REMOVE ${remove.map((name) => `#${name}`).join(', ')}`] : []),
    ].join(' '),
    ConditionExpression: condition,
    ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
    ExpressionAttributeValues: Object.fromEntries(set.map((name) => [`:${name}`, row[name]])),
  };
}
