import type { DynamoDb } from '../aws/dynamodb';
import { type Item, number, text } from '../aws/item';
import type { TableRole } from '../aws/tables';
import { type Command, named } from './command-rows';
import { must } from './violation';

/** What the read model shows of those entity types that have it. */
const labels: Readonly<Record<string, (attributes: Item) => string>> = {
  order: ({ status, total }) => `${status?.S}, ${total?.N}`,
  product: ({ code, name }) => `${code?.S} ${name?.S}`,
};

/** Settled means that every target has the version, and shows what `data` shows. */
export function targetsShow(dynamodb: DynamoDb, command: Command): void {
  const { pk, sk, version, item } = command;
  const row = (role: TableRole, rowPk: string) =>
    dynamodb.all(role).find((candidate) => text(candidate, 'pk') === rowPk && text(candidate, 'sk') === sk);
  const data = row('data', pk);
  must((number(data, 'version') ?? 0) >= version, () => `${named(command)} is settled, and data is behind`);
  const entityType = text(item, 'entityType') ?? '';
  const labelOf = labels[entityType];
  if (!labelOf) return;
  const isDeleted = data?.deleted?.BOOL === true;
  const listed = row('listing', `${pk}#${entityType}`);
  if (!listed) {
    must(isDeleted, () => `${named(command)} is settled, and the listing has nothing of it`);
    return;
  }
  const at = number(listed, 'version') ?? 0;
  must(at >= version, () => `${named(command)} is settled, and the listing is at version ${at}`);
  // Targets are synced side by side: the next version may show in one and not yet in the other.
  if (at !== number(data, 'version')) return;
  must(
    (listed.deleted?.BOOL === true) === isDeleted,
    () =>
      `${named(command)}: the listing ${isDeleted ? 'shows' : 'hides'} what data ${isDeleted ? 'deleted' : 'shows'}`,
  );
  const label = isDeleted ? undefined : labelOf(data?.attributes?.M ?? {});
  must(
    text(listed, 'label') === label,
    () => `${named(command)}: the listing shows "${text(listed, 'label')}", and data "${label}"`,
  );
}
