import type { RowChange } from '../aws/dynamodb';
import { type Item, number, text } from '../aws/item';
import { type CommandRows, isSettled } from './command-rows';
import { must } from './violation';

/** What must hold of `data`, `history` and the read models at every step. */
export class TargetRows {
  /** Data rows as they were at each version, by `pk sk version`: what history has to say. */
  private readonly images = new Map<string, Item>();
  private readonly listed = new Map<string, number>();

  constructor(private readonly commands: CommandRows) {}

  onChange(change: RowChange): void {
    if (change.table === 'data') this.dataChanged(change);
    if (change.table === 'history') this.historyChanged(change);
    if (change.table === 'listing') this.listingChanged(change);
  }

  /** The data row as it was at a version. */
  image(pk: string, sk: string, version: number): Item | undefined {
    return this.images.get(`${pk} ${sk} ${version}`);
  }

  private dataChanged({ before, after }: RowChange): void {
    must(after !== undefined, () => 'a data row was removed');
    const [pk = '', sk = '', version = 0] = [text(after, 'pk'), text(after, 'sk'), number(after, 'version')];
    const name = `data ${pk} ${sk}`;
    const was = number(before, 'version') ?? 0;
    must(version === was + 1, () => `${name} went from version ${was} to ${version}`);
    const accepted = this.commands.of(pk, sk);
    const command = accepted[version - 1];
    const previous = accepted[version - 2];
    must(command !== undefined, () => `${name} is at version ${version}, which nobody accepted`);
    must(
      !previous || isSettled(previous.item),
      () => `${name} went to version ${version} before ${version - 1} was settled`,
    );
    const shown = text(after, 'commandId');
    const wanted = command.item.skip ? text(before, 'commandId') : text(command.item, 'commandId');
    must(shown === wanted, () => `${name} version ${version} shows command ${shown} instead of ${wanted}`);
    if (!command.item.skip) {
      const isDelete = text(command.item, 'action') === 'delete';
      must(
        (after.deleted?.BOOL ?? false) === isDelete,
        () => `${name} version ${version} is deleted or not, against its command`,
      );
      const attributes = isDelete ? undefined : command.item.attributes;
      must(
        same(after.attributes, attributes),
        () => `${name} version ${version} shows other attributes than its command`,
      );
    }
    this.images.set(`${pk} ${sk} ${version}`, after);
  }

  private historyChanged({ before, after }: RowChange): void {
    const name = `history ${text(after, 'pk')} ${text(after, 'sk')}`;
    must(before === undefined, () => `${name} was written again`);
    const rowSk = text(after, 'sk') ?? '';
    const version = number(after, 'version') ?? 0;
    const sk = rowSk.slice(0, rowSk.lastIndexOf('@'));
    must(rowSk === `${sk}@${String(version).padStart(10, '0')}`, () => `${name} holds version ${version}`);
    const image = this.image(text(after, 'pk') ?? '', sk, version);
    must(image !== undefined, () => `${name} holds a version that data never showed`);
    must(
      same({ ...after, sk: image.sk as never }, image),
      () => `${name} is not what data showed at version ${version}`,
    );
  }

  private listingChanged({ before, after, writer }: RowChange): void {
    const [pk, sk] = [text(after ?? before, 'pk'), text(after ?? before, 'sk')];
    const name = `listing ${pk} ${sk}`;
    if (!after) {
      must(writer === 'ttl' && before?.deleted?.BOOL === true, () => `${writer} removed ${name}`);
      return;
    }
    const version = number(after, 'version') ?? 0;
    const newest = this.listed.get(name) ?? 0;
    must(version >= newest, () => `${name} went back from version ${newest} to ${version}`);
    this.listed.set(name, version);
  }
}

function same(a: unknown, b: unknown): boolean {
  return canonical(a) === canonical(b);
}

/** JSON with sorted names: DynamoDB's maps have no order. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_name, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([x], [y]) => (x < y ? -1 : 1)))
      : inner,
  );
}
