import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { ifConditionHolds } from '../../platform/conditions';
import { dynamodb } from '../../platform/dynamodb';
import { environment } from '../../platform/environment';
import { entityOf } from '../entities';
import type { CommandKey } from '../keys';
import { readData } from '../reads';
import type { Change, ConditionalUpdate, Target } from './target';

const { LISTING_TABLE, DATA_TABLE } = environment('command/sync-data', ['LISTING_TABLE', 'DATA_TABLE']);

/** Long enough that no invocation which began before the delete is still writing. */
const TOMBSTONE_SECONDS = 24 * 60 * 60;

/**
 * The sample read model: the entities of a tenant and type in one partition, each with a label. A delete leaves a tombstone for
 * a day: with no row there would be no version to refuse a late write of an older one.
 */
export const listing: Target = {
  write(key, command) {
    const attributes = command.action === 'put' ? (command.attributes ?? {}) : undefined;
    return projection(key, attributes, 'attribute_not_exists(#version) OR #version < :version');
  },
  async sync(key, command) {
    if (command.skip !== undefined) return restore(key);
    await ifConditionHolds(dynamodb.send(new UpdateCommand(listing.write(key, command))));
  },
};

/**
 * A failed attempt may have written this target before the command was skipped: project what `data` shows instead, under the
 * skipped version, over what that attempt left.
 */
async function restore(key: CommandKey): Promise<void> {
  const row = await readData(dynamodb, DATA_TABLE, key);
  if (row !== undefined && row.version > key.version) return;
  const attributes = row === undefined || row.deleted ? undefined : (row.attributes ?? {});
  const write = projection(key, attributes, 'attribute_not_exists(#version) OR #version <= :version');
  await ifConditionHolds(dynamodb.send(new UpdateCommand(write)));
}

/** Without attributes: a tombstone. */
function projection(key: CommandKey, attributes: Change['attributes'], condition: string): ConditionalUpdate {
  const now = Date.now();
  const row =
    attributes === undefined
      ? { update: '#deleted = :deleted, #ttl = :ttl REMOVE #label', values: tombstone(now) }
      : {
          update: '#label = :label REMOVE #deleted, #ttl',
          values: { ':label': entityOf(key.entityType).label(attributes) },
        };
  return {
    TableName: LISTING_TABLE,
    Key: { pk: `${key.pk}#${key.entityType}`, sk: key.sk },
    UpdateExpression: `SET #version = :version, #updatedAt = :updatedAt, ${row.update}`,
    ConditionExpression: condition,
    ExpressionAttributeNames: {
      '#version': 'version',
      '#updatedAt': 'updatedAt',
      '#deleted': 'deleted',
      '#ttl': 'ttl',
      '#label': 'label',
    },
    ExpressionAttributeValues: {
      ':version': key.version,
      ':updatedAt': new Date(now).toISOString(),
      ...row.values,
    },
  };
}

function tombstone(now: number) {
  return { ':deleted': true, ':ttl': Math.floor(now / 1000) + TOMBSTONE_SECONDS };
}
