import type { ObjectLocation, ObjectStore } from '../../integrations/object-store';

/** How much is asked for at once, and how much of that is parsed at once, in bytes. */
const RANGE = 4 * 1024 * 1024;
const PIECE = 64 * 1024;

/**
 * The bytes of an object, in pieces: range after range of the very object that the first range was of, so that a file
 * replaced meanwhile fails the reading rather than being mixed with the new one.
 */
export async function* objectBytes(
  objects: ObjectStore,
  location: ObjectLocation & { roleArn: string },
): AsyncGenerator<Uint8Array> {
  let etag: string | undefined;
  for (let from = 0, size = Number.POSITIVE_INFINITY; from < size; from += RANGE) {
    const pinned = etag === undefined ? location : { ...location, etag };
    const range = await objects.get(pinned, from, from + RANGE - 1);
    etag = range.etag;
    size = range.size;
    for (let at = 0; at < range.body.length; at += PIECE) yield range.body.subarray(at, at + PIECE);
  }
}

/** UTF-8 text of bytes; a byte order mark at the beginning is no part of it. */
export async function* textOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8');
  for await (const piece of bytes) yield decoder.decode(piece, { stream: true });
  yield decoder.decode();
}
