import type { CommandPublisher } from '@blueprint/lambdas/command/publisher';
import type { PlannedEntity } from './data-set';

/** A gate that holds publishers back while too much is under way; `open()` resolves when the next one may go. */
export interface Gate {
  open(): Promise<void>;
}

/**
 * Publishes every version of every entity, `concurrency` entities at a time. The versions of one entity follow each
 * other without waiting for the machine, so the workflow has to put them in order itself.
 */
export async function publishAll(
  publisher: CommandPublisher,
  plan: readonly PlannedEntity[],
  options: { concurrency: number; gate: Gate; onPublished: () => void; signal: AbortSignal },
): Promise<void> {
  const waiting = plan.values();
  const worker = async () => {
    for (const entity of waiting) {
      for (const [index, { action, attributes }] of entity.versions.entries()) {
        await options.gate.open();
        options.signal.throwIfAborted();
        await publisher.publish({
          pk: entity.pk,
          sk: entity.sk,
          entityType: entity.entityType,
          expectedVersion: index,
          action,
          ...(attributes && { attributes }),
          context: { userId: 'npm-start', tenantCode: 'tenant1', requestId: `start-${entity.sk}-${index + 1}` },
        });
        options.onPublished();
      }
    }
  };
  await Promise.all(Array.from({ length: options.concurrency }, worker));
}
