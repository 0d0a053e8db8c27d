import { PutObjectCommand } from '@aws-sdk/client-s3';
import { logger } from '../platform/observability';
import { s3 } from '../platform/s3';
import type { ImageInput } from './input';
import { inspect, type Picture, reading } from './inspect';
import { resultKey } from './keys';
import { readOriginal } from './original';
import { type Image, type LoadedVips, vips } from './vips';

/** A picture and where it lies in the bucket. */
export interface StoredPicture extends Picture {
  readonly key: string;
}

/** What a state hands on. */
export interface Derived {
  readonly original: Picture;
  readonly derived: StoredPicture;
}

/**
 * How an original is read into a smaller image: upright, whatever its EXIF orientation says, in the colours of sRGB, whatever its
 * profile, since neither orientation nor profile is kept; and not at all when a part of it is missing. That is an option of the
 * loader: libvips' own `fail_on` of a thumbnail is forgotten when the file is opened a second time, to decode it smaller.
 */
export const UPRIGHT_SRGB = { output_profile: 'srgb', option_string: '[fail_on=error]' } as const;

/**
 * Makes a smaller image of an original and puts it into the bucket, without any metadata: no place, no time, no camera.
 *
 * @param name of the derived image: its file's name without the extension
 * @param shrink makes it from the bytes of the original; JPEG files are decoded at the size that is wanted, not the full one
 * @param encode as which it is stored
 * @throws UnsupportedImage when the original is none that this workflow takes
 * @throws OriginalMissing when it is not there any more
 */
export async function derive(
  bucket: string,
  input: ImageInput,
  name: string,
  shrink: (vips: LoadedVips, bytes: Uint8Array) => Image,
  encode: (image: Image) => Encoded,
): Promise<Derived> {
  // First the library, which began to load with the module: it is not left loading when the original is missing.
  const loaded = await vips;
  const bytes = await readOriginal(bucket, input);
  const started = performance.now();
  const original = inspect(loaded, bytes);
  const { body, extension, ...picture } = reading(() => {
    const image = shrink(loaded, bytes);
    try {
      return { ...encode(image), width: image.width, height: image.height };
    } finally {
      image.delete();
    }
  });
  const ms = Math.round(performance.now() - started);
  const key = resultKey(input.tenantCode, input, `${name}.${extension}`);
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body, ContentType: picture.contentType }));
  const derived = { key, ...picture, bytes: body.length };
  logger.info('image derived', { original, derived, ms });
  return { original, derived };
}

/** An image as a file. */
export interface Encoded {
  readonly body: Uint8Array;
  readonly contentType: Picture['contentType'];
  readonly extension: string;
}

export function asJpeg(image: Image): Encoded {
  return { body: image.jpegsaveBuffer({ Q: 82, keep: 'none' }), contentType: 'image/jpeg', extension: 'jpg' };
}

export function asWebp(image: Image): Encoded {
  return { body: image.webpsaveBuffer({ Q: 80, keep: 'none' }), contentType: 'image/webp', extension: 'webp' };
}
