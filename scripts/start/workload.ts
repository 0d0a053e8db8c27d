import type { CommandPublisher } from '@blueprint/lambdas/command/publisher';
import type { PlannedEntity } from './data-set';

/**
 * Publishes every version of every entity, `concurrency` entities at a time; the versions of one entity follow each
 * other without waiting for the machine, so that the workflow has to put them in order itself.
 *
 * @returns the number of versions published
 */
export async function publishAll(
  publisher: CommandPublisher,
  plan: readonly PlannedEntity[],
  concurrency: number,
  onPublished: () => void,
): Promise<number> {
  const waiting = plan.values();
  let published = 0;
  const worker = async () => {
    for (const entity of waiting) {
      for (const [index, { action, attributes }] of entity.versions.entries()) {
        await publisher.publish({
          pk: entity.pk,
          sk: entity.sk,
          entityType: entity.entityType,
          expectedVersion: index,
          action,
          ...(attributes ? { attributes } : {}),
          context: { userId: 'npm-start', tenantCode: 'tenant1', requestId: `start-${entity.sk}-${index + 1}` },
        });
        published += 1;
        onPublished();
      }
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  return published;
}
