import { evaluateTemplate } from '../expressions/template';
import { dataLimitExceeded, ErrorName, StateFailure } from '../interpreter/failures';
import { isTooLarge, LARGEST_PAYLOAD, type Payload, payload } from '../interpreter/payload';
import { mapContext } from '../interpreter/scope';
import type { JsonValue } from '../json';
import type { ItemPage } from './items/item-page';
import type { MapRunRequest } from './request';

/** What one child gets. */
export interface ChildInput {
  /** Its place among the children: a source read again gives the same inputs at the same places. */
  index: number;
  input: Payload;
  items: number;
}

/** How far the inputs have been made. */
export interface InputPosition {
  /** Items and inputs before the next one. */
  items: number;
  inputs: number;
  /** JSON text of the next item, when it has been shaped already. */
  selected?: string;
}

/** Items are shaped and batched so many at a time, between which others have their turn. */
const ITEMS_PER_STEP = 64;

/**
 * Makes the children's inputs of the items: ItemSelector, then ItemBatcher. It works in steps, and asks for the next page
 * of items only when it has none left, so that never more than a page and a batch are in memory.
 */
export class ChildInputs {
  private page: ItemPage = { items: [], source: '' };
  /** Of the next item, within its page and in all. */
  private at = 0;
  private itemIndex = 0;
  private index = 0;
  private ended = false;
  private batch: Payload[] = [];
  private batchBytes = 0;
  /** The next item, shaped, when it has not found room in the last batch. */
  private selected: Payload | undefined;
  private readonly batchStart: string;
  /** Items of the source that an earlier process has made inputs of. */
  private done: number;

  /**
   * @param pages of the source, from its beginning.
   * @param position where to go on in it.
   */
  constructor(
    private readonly request: MapRunRequest,
    private readonly pages: AsyncGenerator<ItemPage>,
    private readonly moment: { now: () => number; random: () => number },
    position: InputPosition = { items: 0, inputs: 0 },
  ) {
    this.done = position.items;
    this.itemIndex = position.items;
    this.index = position.inputs;
    if (position.selected !== undefined)
      this.selected = { value: JSON.parse(position.selected), text: position.selected };
    const { input } = request.batch ?? {};
    this.batchStart = input === undefined ? '{"Items":[' : `{"BatchInput":${JSON.stringify(input)},"Items":[`;
  }

  /** Whether `next` can do something without the next page. */
  get ready(): boolean {
    return this.at < this.page.items.length || this.ended;
  }

  /** Where the inputs go on after the one that was made last. */
  get position(): InputPosition {
    const selected = this.selected ? { selected: this.selected.text } : {};
    return { items: this.itemIndex, inputs: this.index, ...selected };
  }

  /** Fetches a page. @throws whatever the source throws. */
  async fetch(): Promise<void> {
    const { value, done } = await this.pages.next();
    this.page = done ? { items: [], source: '' } : value;
    this.at = Math.min(this.done, this.page.items.length);
    this.done -= this.at;
    this.ended = done === true;
  }

  /** Lets go of the source. */
  async close(): Promise<void> {
    this.ended = true;
    this.page = { items: [], source: '' };
    await this.pages.return(undefined);
  }

  /**
   * Works on until an input is made, a page is needed, or others should have their turn.
   *
   * @returns the input; `none` when there is none yet, `end` when there will be no more.
   * @throws StateFailure, EvaluationError
   */
  async next(): Promise<ChildInput | 'none' | 'end'> {
    for (let worked = 0; worked < ITEMS_PER_STEP && this.at < this.page.items.length; worked++) {
      const item = this.selected ?? payload(await this.select(this.page.items[this.at] ?? null));
      this.selected = item;
      if (!this.request.batch) {
        this.consume();
        if (isTooLarge(item.text)) throw new StateFailure(dataLimitExceeded(this.request.stateName));
        return this.made(item, 1);
      }
      const bytes = Buffer.byteLength(item.text) + (this.batch.length > 0 ? 1 : 0);
      if (!this.fits(bytes)) return this.endBatch();
      this.consume();
      this.batch.push(item);
      this.batchBytes += bytes;
      if (this.batch.length === this.request.batch.maxItems) return this.endBatch();
    }
    if (!this.ended || this.at < this.page.items.length) return 'none';
    return this.batch.length > 0 ? this.endBatch() : 'end';
  }

  private consume(): void {
    this.selected = undefined;
    this.at += 1;
    this.itemIndex += 1;
  }

  private async select(value: JsonValue): Promise<JsonValue> {
    const { selector, scope } = this.request;
    if (!selector) return value;
    const item = mapContext({ index: this.itemIndex, value, source: this.page.source });
    const states = { input: scope.input, context: { ...scope.context, Map: item } };
    const { random, now } = this.moment;
    const { root, variables } = scope;
    return evaluateTemplate(selector, { states, root, variables, now: now(), random }, 'ItemSelector');
  }

  /** Whether the item goes into the batch at hand. An item that does not even fit alone fails the map run. */
  private fits(bytes: number): boolean {
    const { maxBytes = LARGEST_PAYLOAD } = this.request.batch ?? {};
    const overhead = Buffer.byteLength(this.batchStart) + 2;
    if (overhead + this.batchBytes + bytes <= maxBytes) return true;
    if (this.batch.length > 0) return false;
    const cause = `Item ${this.itemIndex} of state '${this.request.stateName}' does not fit into a batch of ${maxBytes} bytes.`;
    throw new StateFailure({ error: ErrorName.dataLimitExceeded, cause });
  }

  private endBatch(): ChildInput {
    const { input } = this.request.batch ?? {};
    const items = this.batch;
    this.batch = [];
    this.batchBytes = 0;
    const Items = items.map(({ value }) => value);
    const value = input === undefined ? { Items } : { BatchInput: input, Items };
    return this.made({ value, text: `${this.batchStart}${items.map(({ text }) => text).join(',')}]}` }, items.length);
  }

  private made(input: Payload, items: number): ChildInput {
    return { index: this.index++, input, items };
  }
}
