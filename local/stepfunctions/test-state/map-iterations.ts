import type { ItemFormat } from '../definition/machine';
import { validationException } from '../errors';
import type { ObjectStore } from '../integrations/object-store';
import type { Failure } from '../interpreter/execution';
import { isObject, type JsonValue } from '../json';
import { ChildInputs } from '../map-run/child-inputs';
import { itemFailure, readerFailure } from '../map-run/failures';
import { openItems } from '../map-run/items/item-pages';
import type { MapRunRequest } from '../map-run/request';

/** Where expressions take time and chance from. */
export interface Moment {
  now: () => number;
  random: () => number;
}

/** What a Map makes of its items before its iterations would start. */
export interface Iterations {
  /** The items as ItemSelector has shaped them. */
  selected: JsonValue[];
  /** What each iteration gets: an item, or a batch of them. */
  inputs: JsonValue[];
}

/**
 * The items of a Map.
 *
 * @param readerData what the ItemReader has read.
 * @returns why the state fails, when they cannot be read.
 * @throws ValidationException
 */
export async function itemsOf(
  request: MapRunRequest,
  readerData: string | undefined,
): Promise<JsonValue[] | { failure: Failure }> {
  try {
    return await allItems(request, readerData);
  } catch (error) {
    if (error instanceof MissingData) throw validationException(error.message);
    return { failure: readerFailure(error) };
  }
}

/** Works out the inputs of a Map's iterations, or why the state fails when they cannot be worked out. */
export async function iterationsOf(
  request: MapRunRequest,
  items: JsonValue[],
  moment: Moment,
): Promise<Iterations | { failure: Failure }> {
  const { batch: _, ...unbatched } = request;
  const name = sourceName(request);
  try {
    const selected = await inputsOf(unbatched, items, name, moment);
    const inputs = request.batch ? await inputsOf(request, items, name, moment) : selected;
    return { selected, inputs };
  } catch (error) {
    return { failure: itemFailure(error) };
  }
}

/** The data of an ItemReader are not read but given: without them there are no items. */
class MissingData extends Error {
  override message = 'ItemReader data must be specified when testing a Map state with ItemReader specified.';
}

async function allItems({ source }: MapRunRequest, readerData: string | undefined): Promise<JsonValue[]> {
  if ('items' in source) return source.items;
  if (readerData === undefined) throw new MissingData();
  const given = { ...source, format: dataFormat(source.format), arguments: { Bucket: '', Key: '' } };
  const items: JsonValue[] = [];
  for await (const page of openItems(given, holding(readerData), '')) items.push(...page.items);
  return items;
}

/** Many objects that are read as one source give the data of one. */
function dataFormat(format: ItemFormat): ItemFormat {
  if ('objects' in format) return format.objects;
  // A listing and an inventory have no object of their own: their data are the items that they would give.
  return format.type === 'listing' || format.type === 'MANIFEST' ? { type: 'JSON' } : format;
}

/** An object store in which every object has this text. */
function holding(text: string): ObjectStore {
  const none = () => {
    throw new Error('A tested Map reads one object and writes none.');
  };
  return {
    async *get() {
      yield Buffer.from(text);
    },
    list: none,
    put: none,
    upload: none,
  };
}

function sourceName({ source }: MapRunRequest): string {
  if ('items' in source) return 'STATE_DATA';
  const { Bucket = '', Key } = isObject(source.arguments) ? source.arguments : {};
  return Key === undefined ? `s3://${Bucket}` : `s3://${Bucket}/${Key}`;
}

async function inputsOf(
  request: MapRunRequest,
  items: JsonValue[],
  source: string,
  moment: Moment,
): Promise<JsonValue[]> {
  async function* onePage() {
    yield { items, source };
  }
  const children = new ChildInputs(request, onePage(), moment);
  const inputs: JsonValue[] = [];
  for (;;) {
    if (!children.ready) await children.fetch();
    const next = await children.next();
    if (next === 'end') return inputs;
    if (next !== 'none') inputs.push(next.input.value);
  }
}
