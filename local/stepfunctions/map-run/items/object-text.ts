/** How much is parsed at once, in bytes: between two pieces others have their turn. */
const PIECE = 64 * 1024;

/** UTF-8 text of bytes; a byte order mark at the beginning is no part of it. */
export async function* textOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8');
  for await (const fetched of bytes) {
    for (let at = 0; at < fetched.length; at += PIECE) {
      yield decoder.decode(fetched.subarray(at, at + PIECE), { stream: true });
    }
  }
  yield decoder.decode();
}
