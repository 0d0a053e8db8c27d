import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';

/**
 * The bytes of an object whose name says how it is compressed: `.gz` for GZIP. AWS reads ZSTD, too, which Node.js has not
 * in all versions that this runs on.
 *
 * @throws for ZSTD.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemreader.html
 */
export function decompressed(bytes: AsyncIterable<Uint8Array>, key: string): AsyncIterable<Uint8Array> {
  if (/\.zstd?$/.test(key)) {
    throw new Error('The object is compressed with ZSTD: of compressed objects only GZIP is read here.');
  }
  if (!key.endsWith('.gz')) return bytes;
  // What goes wrong on either side is thrown by the last stream, and who leaves that one lets go of the first.
  return pipeline(Readable.from(bytes), createGunzip(), () => {});
}
