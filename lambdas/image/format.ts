import { UnsupportedImage } from './errors';

export type Format = 'jpeg' | 'png' | 'webp';

/** What a file of each format begins with, in hexadecimal; of a WebP file, four bytes of length come between its two words. */
const BEGINNINGS: readonly (readonly [Format, RegExp])[] = [
  ['jpeg', /^ffd8ff/],
  ['png', /^89504e470d0a1a0a/],
  ['webp', /^52494646.{8}57454250/],
];

/**
 * The format by what is in the file: names of files and content types are what somebody says.
 *
 * @throws UnsupportedImage when it is none that this workflow takes
 */
export function formatOf(bytes: Uint8Array): Format {
  const beginning = Buffer.from(bytes.subarray(0, 12));
  const found = BEGINNINGS.find(([, pattern]) => pattern.test(beginning.toString('hex')));
  if (found) return found[0];
  const shown = JSON.stringify(beginning.toString('latin1').replace(/[^ -~]/g, '.'));
  throw new UnsupportedImage(
    `the object is no JPEG, PNG or WebP image: it begins with ${shown}. Convert it and upload it again.`,
  );
}

const SIGNATURE_BYTES = 8;
const CHUNK_BYTES = 12;

/**
 * Whether a PNG file is an animation, which libvips reads as its first picture: it says so in a chunk before the pixels.
 *
 * @see https://www.w3.org/TR/png-3/#acTL-chunk
 */
export function isAnimatedPng(bytes: Uint8Array): boolean {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = SIGNATURE_BYTES; at + CHUNK_BYTES <= view.length; at += CHUNK_BYTES + view.readUInt32BE(at)) {
    const type = view.toString('latin1', at + 4, at + 8);
    if (type === 'acTL') return true;
    if (type === 'IDAT') return false;
  }
  return false;
}
