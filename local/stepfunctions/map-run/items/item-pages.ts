import type { ItemFormat } from '../../definition/machine';
import type { ObjectLocation, ObjectStore } from '../../integrations/object-store';
import { isObject, type JsonObject, type JsonValue } from '../../json';
import type { ItemSource } from '../request';
import { CsvItems } from './csv-items';
import { decompressed } from './decompressed';
import { inventoryItems } from './inventory-items';
import { JsonArrayItems } from './json-array-items';
import { JsonLinesItems } from './json-lines-items';
import { listingItems } from './listing-items';
import { textOf } from './object-text';
import { PointedItems } from './pointed-items';
import type { TextItems } from './text-items';

/** A source of items, opened: pages of any length, also none, and what the context object calls the source. */
export interface ItemPages {
  name: string;
  pages: AsyncGenerator<JsonValue[]>;
}

/** Opens a source from its beginning. Nothing is read before the first page is asked for; what is wrong throws then. */
export function openItems(source: ItemSource, objects: ObjectStore | undefined, roleArn: string): ItemPages {
  try {
    return open(source, objects, roleArn);
  } catch (error) {
    return { name: '', pages: failing(error) };
  }
}

// biome-ignore lint/correctness/useYield: it throws before there is anything to yield.
async function* failing(error: unknown): AsyncGenerator<never> {
  throw error;
}

function open(source: ItemSource, objects: ObjectStore | undefined, roleArn: string): ItemPages {
  if ('items' in source) return { name: 'STATE_DATA', pages: onePage(source.items) };
  const { format, maxItems } = source;
  if (!objects) throw new Error('No object store was given to the engine.');
  if (maxItems < 0) throw new Error('field MaxItems must be positive');
  const values = isObject(source.arguments) ? source.arguments : {};
  const bucket = text(values, 'Bucket');
  const owner =
    values.ExpectedBucketOwner === undefined ? {} : { expectedBucketOwner: text(values, 'ExpectedBucketOwner') };
  if (format.type === 'listing') {
    const prefix = values.Prefix === undefined ? {} : { prefix: text(values, 'Prefix') };
    const pages = listingItems(objects, { bucket, ...prefix, ...owner, roleArn });
    return { name: `s3://${bucket}`, pages: atMost(pages, maxItems) };
  }
  const version = values.VersionId === undefined ? {} : { versionId: text(values, 'VersionId') };
  const location = { bucket, key: text(values, 'Key'), ...version, ...owner, roleArn };
  const pages = format.type === 'MANIFEST' ? inventoryItems(objects, location) : objectItems(objects, location, format);
  return { name: `s3://${bucket}/${location.key}`, pages: atMost(pages, maxItems) };
}

function text(values: JsonObject, name: string): string {
  const value = values[name];
  if (typeof value !== 'string') throw new Error(`The ItemReader's argument ${name} must be a string.`);
  return value;
}

async function* onePage(items: JsonValue[]): AsyncGenerator<JsonValue[]> {
  yield items;
}

async function* objectItems(
  objects: ObjectStore,
  location: ObjectLocation & { roleArn: string },
  format: ItemFormat,
): AsyncGenerator<JsonValue[]> {
  const items = textItems(format);
  for await (const piece of textOf(decompressed(objects.get(location), location.key))) yield items.push(piece);
  yield items.end();
}

function textItems(format: ItemFormat): TextItems {
  if (format.type === 'CSV') return new CsvItems(format.delimiter, format.headers);
  if (format.type !== 'JSON') return new JsonLinesItems();
  return format.pointer ? new PointedItems(format.pointer) : new JsonArrayItems();
}

/** @param most 0 for all. */
async function* atMost(pages: AsyncGenerator<JsonValue[]>, most: number): AsyncGenerator<JsonValue[]> {
  let left = most || Number.POSITIVE_INFINITY;
  for await (const page of pages) {
    if (page.length >= left) {
      yield page.slice(0, left);
      return;
    }
    left -= page.length;
    yield page;
  }
}
