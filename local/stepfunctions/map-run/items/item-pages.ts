import type { ObjectStore } from '../../integrations/object-store';
import { isObject, type JsonObject, type JsonValue } from '../../json';
import type { ItemSource } from '../request';
import { s3ParameterProblems } from '../s3-parameters';
import { manifestObjects } from './athena-manifest';
import { flattenedItems } from './flattened-items';
import { inventoryItems } from './inventory-items';
import type { ItemPage } from './item-page';
import { listedObjects, listingItems } from './listing-items';
import { objectItems } from './object-items';

type ReaderSource = Exclude<ItemSource, { items: JsonValue[] }>;

/** Reads a source from its beginning. Nothing is read before the first page is asked for; what is wrong throws then. */
export async function* openItems(
  source: ItemSource,
  objects: ObjectStore | undefined,
  roleArn: string,
): AsyncGenerator<ItemPage> {
  if ('items' in source) {
    yield { items: source.items, source: 'STATE_DATA' };
    return;
  }
  if (!objects) throw new Error('No object store was given to the engine.');
  if (source.maxItems < 0) throw new Error('field MaxItems must be positive');
  yield* atMost(readerPages(source, objects, roleArn), source.maxItems);
}

function readerPages(source: ReaderSource, objects: ObjectStore, roleArn: string): AsyncIterable<ItemPage> {
  const { format } = source;
  const values = isObject(source.arguments) ? source.arguments : {};
  const listed = format.type === 'listing' || format.type === 'LOAD_AND_FLATTEN';
  // Of Arguments that are one expression the names are known only now.
  const [problem] = s3ParameterProblems(listed ? 'listObjectsV2' : 'getObject', values);
  if (problem !== undefined) throw new Error(problem);
  const bucket = text(values, 'Bucket');
  const owner =
    values.ExpectedBucketOwner === undefined ? {} : { expectedBucketOwner: text(values, 'ExpectedBucketOwner') };
  if (format.type === 'listing' || format.type === 'LOAD_AND_FLATTEN') {
    const prefix = values.Prefix === undefined ? {} : { prefix: text(values, 'Prefix') };
    const after = values.StartAfter === undefined ? {} : { startAfter: text(values, 'StartAfter') };
    const listing = { bucket, ...prefix, ...after, ...owner, roleArn };
    if (format.type === 'listing') return from(`s3://${bucket}`, listingItems(objects, listing));
    return flattenedItems(objects, listedObjects(objects, listing), format.objects);
  }
  const version = values.VersionId === undefined ? {} : { versionId: text(values, 'VersionId') };
  const object = { bucket, key: text(values, 'Key'), ...version, ...owner, roleArn };
  if (format.type === 'ATHENA_DATA') return flattenedItems(objects, manifestObjects(objects, object), format.objects);
  const pages = format.type === 'MANIFEST' ? inventoryItems(objects, object) : objectItems(objects, object, format);
  return from(`s3://${bucket}/${object.key}`, pages);
}

function text(values: JsonObject, name: string): string {
  const value = values[name];
  if (typeof value !== 'string') throw new Error(`The ItemReader's argument ${name} must be a string.`);
  return value;
}

async function* from(source: string, pages: AsyncIterable<JsonValue[]>): AsyncGenerator<ItemPage> {
  for await (const items of pages) yield { items, source };
}

/** @param most 0 for all. */
async function* atMost(pages: AsyncIterable<ItemPage>, most: number): AsyncGenerator<ItemPage> {
  let left = most || Number.POSITIVE_INFINITY;
  for await (const page of pages) {
    const { items, source } = page;
    if (items.length >= left) {
      yield { items: items.slice(0, left), source };
      return;
    }
    left -= items.length;
    yield page;
  }
}
