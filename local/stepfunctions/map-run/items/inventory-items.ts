import type { ObjectLocation, ObjectStore } from '../../integrations/object-store';
import { isObject, type JsonObject, type JsonValue } from '../../json';
import { CsvItems } from './csv-items';
import { decompressed } from './decompressed';
import { textOf } from './object-text';

/** The largest manifest that is read, in bytes. Of the files that it lists, none is ever held whole. */
const LARGEST_MANIFEST = 16 * 1024 * 1024;

interface Manifest {
  bucket: string;
  headers: string[];
  keys: string[];
}

/**
 * The objects that an S3 inventory lists: reads the manifest, then one after another the compressed CSV files it names.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-inventory-location.html
 */
export async function* inventoryItems(
  objects: ObjectStore,
  location: ObjectLocation & { roleArn: string },
): AsyncGenerator<JsonValue[]> {
  const { bucket, headers, keys } = await readManifest(objects, location);
  for (const key of keys) {
    const { roleArn } = location;
    const items = new CsvItems(',', headers);
    for await (const text of textOf(decompressed(objects.get({ bucket, key, roleArn }), key))) {
      yield items.push(text);
    }
    yield items.end();
  }
}

async function readManifest(objects: ObjectStore, location: ObjectLocation & { roleArn: string }): Promise<Manifest> {
  let text = '';
  for await (const piece of textOf(objects.get(location))) {
    text += piece;
    if (text.length > LARGEST_MANIFEST) throw new Error('The manifest is larger than 16 MiB.');
  }
  const manifest: unknown = JSON.parse(text);
  if (!isObject(manifest)) throw new Error('The manifest is not a JSON object.');
  const { destinationBucket, fileFormat, fileSchema, files } = manifest;
  if (fileFormat !== 'CSV') throw new Error(`The manifest's fileFormat is ${fileFormat}: only CSV is read here.`);
  if (typeof fileSchema !== 'string' || typeof destinationBucket !== 'string' || !Array.isArray(files)) {
    throw new Error('The manifest needs a destinationBucket, a fileSchema and files.');
  }
  return {
    bucket: destinationBucket.replace(/^arn:[\w-]+:s3:::/, ''),
    headers: fileSchema.split(',').map((column) => column.trim()),
    keys: files.map((file) => String((file as JsonObject).key)),
  };
}
