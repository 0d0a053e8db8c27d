import { appliedRow, type NewCommand, putCommand } from '../command/command-put';
import { entityOf } from '../command/entities';
import { expirePredecessor } from '../command/expiry';
import { keepInHistory } from '../command/history-put';
import type { CommandKey } from '../command/keys';
import type { DataRow } from '../command/rows';
import { targets } from '../command/targets/targets';
import type { Action } from './transaction';

export interface CommandTables {
  commands: string;
  history: string;
  /** Days that a settled command row stays. */
  retentionDays: number;
}

/**
 * What the states of the command machine write for a version, as the actions of one transaction: take the version, as settled, and
 * bring every target to it. Each action holds under the condition that the state itself sets, so that nothing passes here that the
 * machine would not have done.
 */
export function firstVersion(tables: CommandTables, command: NewCommand): Action[] {
  return [{ Put: putCommand(tables.commands, appliedRow(command, new Date())) }, ...syncActions(command)];
}

/**
 * The same for a version on top of others: the row before it may expire, if it has not, and the data row goes to history.
 *
 * @param before the data row at the version before, which is settled
 * @param expires whether the command row of the version before is still there
 */
export function nextVersion(tables: CommandTables, command: NewCommand, before: DataRow, expires: boolean): Action[] {
  return [
    ...firstVersion(tables, command),
    { Put: keepInHistory(tables.history, before) },
    ...(expires ? [{ Update: expirePredecessor(tables.commands, command, tables.retentionDays) }] : []),
  ];
}

function syncActions(command: NewCommand): Action[] {
  const key: CommandKey = {
    pk: command.pk,
    sk: command.sk,
    version: command.version,
    commandId: command.commandId,
    entityType: command.entityType,
    tenantCode: command.context.tenantCode,
    requestId: command.context.requestId,
  };
  return entityOf(command.entityType).targets.map((name) => {
    return { Update: targets[name].write(key, command) };
  });
}
