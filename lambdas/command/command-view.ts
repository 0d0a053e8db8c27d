import type * as z from 'zod/mini';
import type { command } from './operations';
import type { CommandHead } from './rows';

export type CommandView = z.input<typeof command>;

/**
 * A command as the API shows it. Of a failure it tells the name alone: what the message says of roles and tables is for operators, who
 * have the row and the log.
 */
export function commandView(entityType: CommandView['entityType'], id: string, head: CommandHead): CommandView {
  const { version, commandId, action, status, acceptedAt, settledAt, failure, skip } = head;
  return {
    ...{ entityType, id, version, commandId, action, status, acceptedAt },
    ...(settledAt !== undefined && { settledAt }),
    ...(status === 'failed' && failure && { error: failure.error }),
    ...(status === 'skipped' && skip && { reason: skip.reason }),
  };
}
