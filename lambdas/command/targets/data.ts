import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { ifConditionHolds } from '../../platform/conditions';
import { dynamodb } from '../../platform/dynamodb';
import { environment } from '../../platform/environment';
import { AlreadyApplied, VersionGap } from '../errors';
import type { CommandKey } from '../keys';
import { readData } from '../reads';
import type { Change, ConditionalUpdate, Target } from './target';

const { DATA_TABLE } = environment('command/targets', ['DATA_TABLE']);

/**
 * The current state of an entity: moves from version n-1 to n in one conditional update, so that versions neither repeat nor
 * leave a gap. A delete keeps the row as a tombstone with its version; a skipped version changes nothing but the version.
 *
 * `commandId` names the command whose effect the row shows, and a skip leaves it alone: so a command that is asked to be
 * skipped after it was applied can be told, and is refused.
 *
 * @throws VersionGap when the row is further behind than by one version
 * @throws AlreadyApplied when a command marked as skipped shows in the row
 */
export const data: Target = {
  write: moveTo,
  async sync(key, command) {
    const written = await ifConditionHolds(dynamodb.send(new UpdateCommand(moveTo(key, command))));
    if (written !== undefined) return;
    const row = await readData(dynamodb, DATA_TABLE, key);
    if (row === undefined || row.version < key.version) throw new VersionGap(key, row?.version ?? 0);
    if (command.skip !== undefined && row.version === key.version && row.commandId === key.commandId) {
      throw new AlreadyApplied(key);
    }
  },
};

function moveTo(key: CommandKey, command: Change): ConditionalUpdate {
  const { set, remove } = change(key, command);
  const condition =
    key.version === 1
      ? { ConditionExpression: 'attribute_not_exists(pk)' }
      : { ConditionExpression: '#version = :previous', previous: { ':previous': key.version - 1 } };
  const assignments = Object.keys(set).map((name) =>
    name === 'createdAt' ? `#${name} = if_not_exists(#${name}, :${name})` : `#${name} = :${name}`,
  );
  return {
    TableName: DATA_TABLE,
    Key: { pk: key.pk, sk: key.sk },
    UpdateExpression: [
      `SET ${assignments.join(', ')}`,
      ...(remove.length > 0 ? [`REMOVE ${remove.map((name) => `#${name}`).join(', ')}`] : []),
    ].join(' '),
    ConditionExpression: condition.ConditionExpression,
    ExpressionAttributeNames: Object.fromEntries([...Object.keys(set), ...remove].map((name) => [`#${name}`, name])),
    ExpressionAttributeValues: {
      ...Object.fromEntries(Object.entries(set).map(([name, value]) => [`:${name}`, value])),
      ...condition.previous,
    },
  };
}

/** The attributes that a command sets and removes. */
function change(key: CommandKey, command: Change): { set: Record<string, unknown>; remove: string[] } {
  const now = new Date().toISOString();
  const { version, entityType, tenantCode, commandId } = key;
  if (command.skip !== undefined) {
    const tombstone = { version, entityType, tenantCode, deleted: true, createdAt: now, updatedAt: now };
    return { set: version === 1 ? tombstone : { version }, remove: [] };
  }
  const row = { version, entityType, tenantCode, commandId, context: command.context, createdAt: now, updatedAt: now };
  return command.action === 'delete'
    ? { set: { ...row, deleted: true }, remove: ['attributes'] }
    : { set: { ...row, attributes: command.attributes ?? {} }, remove: ['deleted'] };
}
