import type { ListedObject, ListObjectsRequest, ObjectStore } from '../../integrations/object-store';
import type { JsonValue } from '../../json';
import type { ReadableObject } from './object-items';

/** What is listed: a bucket, or what lies under a prefix. */
export type Listing = Omit<ListObjectsRequest, 'continuationToken'>;

/** The objects of a bucket or under a prefix, page by page, as Step Functions names their attributes. */
export async function* listingItems(objects: ObjectStore, listing: Listing): AsyncGenerator<JsonValue[]> {
  for await (const page of listedPages(objects, listing)) {
    yield page.map(({ etag, key, lastModified, size, storageClass }) => ({
      Etag: etag,
      Key: key,
      LastModified: lastModified / 1000,
      Size: size,
      StorageClass: storageClass,
    }));
  }
}

/** The objects that are listed, to be read. Those without a byte, as which consoles make folders, hold nothing to read. */
export async function* listedObjects(objects: ObjectStore, listing: Listing): AsyncGenerator<ReadableObject> {
  const { prefix: _, startAfter: __, ...bucket } = listing;
  for await (const page of listedPages(objects, listing)) {
    for (const { key, size } of page) {
      if (size > 0) yield { ...bucket, key };
    }
  }
}

async function* listedPages(objects: ObjectStore, listing: Listing): AsyncGenerator<ListedObject[]> {
  let continuationToken: string | undefined;
  do {
    const page = await objects.list(continuationToken === undefined ? listing : { ...listing, continuationToken });
    yield page.objects;
    continuationToken = page.continuationToken;
  } while (continuationToken !== undefined);
}
