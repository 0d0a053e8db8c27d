import type { ObjectStore } from '../../integrations/object-store';
import { CsvParser, type CsvRecord } from './csv-parser';
import { decompressed } from './decompressed';
import type { ReadableObject } from './object-items';
import { textOf } from './object-text';

const OBJECT_URI = /^s3:\/\/([^/]+)\/(.+)$/s;

/**
 * The objects that an UNLOAD query of Athena has written, by the data manifest that it wrote of them: CSV without a header,
 * whose records are the URIs of the objects. Of whose bucket the manifest is expected to be, theirs are, too.
 *
 * @see https://docs.aws.amazon.com/athena/latest/ug/querying-finding-output-files.html
 */
export async function* manifestObjects(objects: ObjectStore, manifest: ReadableObject): AsyncGenerator<ReadableObject> {
  const { versionId: _, ...owned } = manifest;
  const parser = new CsvParser(',');
  let number = 0;
  const located = (record: CsvRecord): ReadableObject => {
    number += 1;
    const [, bucket, key] = (record.length === 1 && OBJECT_URI.exec(record[0]?.trim() ?? '')) || [];
    if (bucket !== undefined && key !== undefined) return { ...owned, bucket, key };
    throw new Error(`Record ${number} of the manifest is not the s3:// URI of an object: ${record.join(',')}`);
  };
  for await (const piece of textOf(decompressed(objects.get(manifest), manifest.key))) {
    for (const record of parser.push(piece)) yield located(record);
  }
  for (const record of parser.end()) yield located(record);
}
