import type { CommandKey } from '../keys';
import type { CommandRow } from '../rows';

/**
 * Somewhere a command is synced to: `data` itself or a read model. A target reads its own table names from the environment.
 *
 * `sync` may run twice, at the same time as another run, or long after its command was settled. So each of its writes is
 * conditional on the version, and finding this version or a later one already there is success. A command with a `skip` mark
 * must leave the target as the version before it, under the new version; one with action `delete` must leave a tombstone.
 */
export interface Target {
  sync(key: CommandKey, command: CommandRow): Promise<void>;
}
