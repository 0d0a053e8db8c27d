import { UnsupportedImage } from './errors';
import { type Format, formatOf, isAnimatedPng } from './format';
import type { Image, LoadedVips } from './vips';

/**
 * Pixels that an original may have: what phones take at the most. A small file may stand for a huge picture, so this is asked of its
 * header, before room is made for a single pixel. The functions' memory is measured at this bound: see docs/adr/0023.
 */
export const MOST_PIXELS = 50_000_000;

/**
 * How many times as long as its shorter side the longer one may be. The thumbnail is a square of it that libvips cuts out of the whole
 * picture, after it has made the shorter side as long as the square: of a strip of 1 × 5,000 pixels, 400 bytes of PNG, that is a
 * gigabyte and minutes.
 */
export const MOST_TIMES_LONGER = 100;

/** What a file says of itself. */
export interface Picture {
  readonly contentType: `image/${Format}`;
  /** Pixels, as they lie in the file. */
  readonly width: number;
  readonly height: number;
  readonly bytes: number;
}

/**
 * Reads the header of an original and nothing else.
 *
 * @throws UnsupportedImage when it is no picture that this workflow takes
 */
export function inspect(vips: LoadedVips, bytes: Uint8Array): Picture {
  const format = formatOf(bytes);
  const { width, height, pages } = reading(() => {
    const image = opened(vips, format, bytes);
    try {
      return { width: image.width, height: image.height, pages: pagesOf(image) };
    } finally {
      image.delete();
    }
  });
  if (pages > 1 || (format === 'png' && isAnimatedPng(bytes))) {
    throw new UnsupportedImage('the image is an animation. Upload one picture of it.');
  }
  if (width * height > MOST_PIXELS) {
    throw new UnsupportedImage(
      `the image has ${width} × ${height} pixels; the most is ${MOST_PIXELS}. Make it smaller first.`,
    );
  }
  if (Math.max(width, height) > MOST_TIMES_LONGER * Math.min(width, height)) {
    throw new UnsupportedImage(
      `the image has ${width} × ${height} pixels; one side may be ${MOST_TIMES_LONGER} times as long as the other. Cut it into parts first.`,
    );
  }
  return { contentType: `image/${format}`, width, height, bytes: bytes.length };
}

/**
 * Does something with an image. What libvips can't read is the image's fault.
 *
 * @throws UnsupportedImage with what libvips says of it
 */
export function reading<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    // What C++ throws is no Error: its message is the name of its class and the text.
    if (error instanceof Error) throw error;
    const { message } = error as { message?: unknown };
    const said = (Array.isArray(message) ? message : [message]).map(String).at(-1) ?? '';
    const lines = said.split('\n').filter((line) => line !== '');
    throw new UnsupportedImage(`the image can't be read: ${lines.at(-1)}. Save it anew and upload it again.`);
  }
}

function opened(vips: LoadedVips, format: Format, bytes: Uint8Array): Image {
  if (format === 'jpeg') return vips.Image.jpegloadBuffer(bytes);
  return format === 'png' ? vips.Image.pngloadBuffer(bytes) : vips.Image.webploadBuffer(bytes);
}

function pagesOf(image: Image): number {
  return image.getTypeof('n-pages') === 0 ? 1 : image.getInt('n-pages');
}
