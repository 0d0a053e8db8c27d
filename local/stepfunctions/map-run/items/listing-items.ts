import type { ObjectStore } from '../../integrations/object-store';
import type { JsonValue } from '../../json';

/** The objects of a bucket or under a prefix, page by page, as Step Functions names their attributes. */
export async function* listingItems(
  objects: ObjectStore,
  request: { bucket: string; prefix?: string; expectedBucketOwner?: string; roleArn: string },
): AsyncGenerator<JsonValue[]> {
  let continuationToken: string | undefined;
  do {
    const page = await objects.list(continuationToken === undefined ? request : { ...request, continuationToken });
    yield page.objects.map(({ etag, key, lastModified, size, storageClass }) => ({
      Etag: etag,
      Key: key,
      LastModified: lastModified / 1000,
      Size: size,
      StorageClass: storageClass,
    }));
    continuationToken = page.continuationToken;
  } while (continuationToken !== undefined);
}
