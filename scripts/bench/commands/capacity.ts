import type { Item } from '@blueprint/test/chaos/aws/item';
import { itemSize } from './item-size';

const KIB = 1024;
const READ_BYTES = 4 * KIB;
const WRITE_BYTES = KIB;

/** A secondary index that holds keys only, by the names of its own key's attributes. */
export interface KeysOnlyIndex {
  readonly keys: readonly string[];
  readonly tableKeys: readonly string[];
}

/**
 * Read units of one item: each 4 KB begun costs one unit when read consistently, else half a unit. One that does not exist
 * costs as much as the smallest.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/on-demand-capacity-mode.html
 */
export function readUnits(item: Item | undefined, isConsistent: boolean): number {
  return begun(item, READ_BYTES) * (isConsistent ? 1 : 0.5);
}

/** Write units in the table: each KB begun of the larger of the item before and after, also when a condition refuses the write. */
export function writeUnits(before: Item | undefined, after: Item | undefined): number {
  return Math.max(begun(before, WRITE_BYTES), begun(after, WRITE_BYTES));
}

/**
 * Write units in an index: one write puts an entry or removes it, a changed key takes both, what the index does not hold costs
 * nothing.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.html#GSI.ThroughputConsiderations.Writes
 */
export function indexWriteUnits(index: KeysOnlyIndex, before: Item | undefined, after: Item | undefined): number {
  const [old, young] = [entry(index, before), entry(index, after)];
  if (JSON.stringify(old) === JSON.stringify(young)) return 0;
  return (old ? begun(old, WRITE_BYTES) : 0) + (young ? begun(young, WRITE_BYTES) : 0);
}

function entry({ keys, tableKeys }: KeysOnlyIndex, item: Item | undefined): Item | undefined {
  if (!item || keys.some((name) => item[name] === undefined)) return undefined;
  const names = new Set([...keys, ...tableKeys]);
  return Object.fromEntries(
    Object.entries(item)
      .filter(([name]) => names.has(name))
      .sort(byName),
  );
}

function byName([a]: [string, unknown], [b]: [string, unknown]): number {
  return a < b ? -1 : 1;
}

function begun(item: Item | undefined, bytes: number): number {
  return Math.max(1, Math.ceil((item ? itemSize(item) : 0) / bytes));
}
