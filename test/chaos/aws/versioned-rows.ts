import { Readable } from 'node:stream';
import type { Item } from './item';

/** One row over time: `item` from `since` (ms) on, until the next entry; `undefined` when the row was deleted. */
interface Revision {
  since: number;
  item: Item | undefined;
}

interface RangeOptions {
  gt?: string;
  gte?: string;
  lt?: string;
  lte?: string;
  reverse: boolean;
  limit: number;
}

type Callback<T> = (error: Error | null, value?: T) => void;

const kept = 8;

/**
 * The storage that dynalite's actions work on, for one table or index: in memory, synchronous, and with its past, so that an
 * eventually consistent read can be answered with what was true a moment ago.
 */
export class VersionedRows {
  private readonly rows = new Map<string, Revision[]>();
  private sorted: string[] | undefined;
  /** Reads answer with the state of this instant (ms); `Infinity` is the newest. */
  asOf = Number.POSITIVE_INFINITY;

  constructor(private readonly now: () => number) {}

  /** dynalite serializes writers of a key by a lock; a synchronous action needs none. */
  lock(_key: string, run: (release: <T>(callback: T) => T) => void): void {
    run((callback) => callback);
  }

  get(key: string, callback: Callback<Item>): void {
    const item = this.at(key);
    if (item) callback(null, item);
    else callback(Object.assign(new Error('no such row'), { name: 'NotFoundError' }));
  }

  put(key: string, item: Item, callback: Callback<void>): void {
    this.revise(key, item);
    callback(null);
  }

  del(key: string, callback: Callback<void>): void {
    this.revise(key, undefined);
    callback(null);
  }

  createValueStream(range: RangeOptions): Readable {
    this.sorted ??= [...this.rows.keys()].sort();
    const within = this.sorted.filter(
      (key) =>
        (range.gt === undefined || key > range.gt) &&
        (range.gte === undefined || key >= range.gte) &&
        (range.lt === undefined || key < range.lt) &&
        (range.lte === undefined || key <= range.lte),
    );
    if (range.reverse) within.reverse();
    const items = within.map((key) => this.at(key)).filter((item) => item !== undefined);
    return Readable.from(range.limit < 0 ? items : items.slice(0, range.limit));
  }

  /** The newest state of every row. */
  all(): Item[] {
    return [...this.rows.values()].map((revisions) => revisions.at(-1)?.item).filter((item) => item !== undefined);
  }

  private at(key: string): Item | undefined {
    return this.rows.get(key)?.findLast((revision) => revision.since <= this.asOf)?.item;
  }

  private revise(key: string, item: Item | undefined): void {
    const revisions = this.rows.get(key);
    if (!revisions) {
      this.rows.set(key, [{ since: this.now(), item }]);
      this.sorted = undefined;
      return;
    }
    revisions.push({ since: this.now(), item });
    if (revisions.length > kept) revisions.shift();
  }
}
