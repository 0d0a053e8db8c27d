import type { UpdateCommandInput } from '@aws-sdk/lib-dynamodb';
import type { CommandKey } from '../keys';
import type { StoredCommandRow } from '../rows';

/** An update as a request of its own, or as an action of a transaction. */
export type ConditionalUpdate = UpdateCommandInput & {
  Key: { pk: string; sk: string };
  UpdateExpression: string;
  ConditionExpression: string;
};

/** What a command does, whether its row has been written or is written in the same transaction. */
export type Change = Pick<StoredCommandRow, 'action' | 'attributes' | 'context' | 'skip'>;

/**
 * Somewhere a command is synced to: `data` itself or a read model.
 *
 * `sync` may run twice, at the same time as another run, or long after its command was settled. So each of its writes is
 * conditional on the version, and finding this version or a later one already there is success. A command with a `skip` mark
 * must leave the target as the version before it, under the new version; one with action `delete` must leave a tombstone.
 */
export interface Target {
  sync(key: CommandKey, change: Change): Promise<void>;
  /** The one conditional write by which `sync` brings a command that is not skipped to the target. */
  write(key: CommandKey, change: Change): ConditionalUpdate;
}
