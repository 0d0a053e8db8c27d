import { type Image, vips } from './vips';

/** The shapes of a picture are drawn so much smaller, and then enlarged: they are smooth. */
const SCALE = 8;
/** Shapes, from hills to leaves: pixels that each is wide while they are small, and how far it goes from grey. */
const SHAPES = [
  [64, 60],
  [8, 25],
  [2, 12],
] as const;
const GREY = 118;
/** Noise of a sensor: a tile of it is laid side by side. */
const NOISE = { side: 256, sigma: 5 };
/** How a camera that was held level says so in EXIF. */
const LEVEL = 1;

/**
 * A JPEG file that is about as hard to decode, shrink and encode as a photo. The same for the same size.
 *
 * @param orientation as EXIF has it, 1–8
 */
export async function samplePhoto(width: number, height: number, orientation = LEVEL): Promise<Uint8Array> {
  const { Image } = await vips;
  const made: Image[] = [];
  const keep = (image: Image): Image => {
    made.push(image);
    return image;
  };
  const [columns, rows] = [Math.ceil(width / SCALE), Math.ceil(height / SCALE)];
  const shapes = (seed: number): Image =>
    SHAPES.map(([cell_size, amplitude], index) =>
      keep(keep(Image.perlin(columns, rows, { cell_size, seed: seed + index })).linear(amplitude, 0)),
    ).reduce((sum, shape) => keep(sum.add(shape)));
  const noise = (seed: number): Image =>
    keep(Image.gaussnoise(NOISE.side, NOISE.side, { sigma: NOISE.sigma, mean: GREY, seed }));
  const tiles = (pixels: number): number => Math.ceil(pixels / NOISE.side);
  try {
    const drawn = keep(keep(Image.bandjoin([1, 11, 21].map(shapes))).resize(SCALE, { kernel: 'linear' }));
    const grain = keep(keep(Image.bandjoin([1, 2, 3].map(noise))).replicate(tiles(width), tiles(height)));
    const sum = keep(keep(drawn.crop(0, 0, width, height)).add(keep(grain.crop(0, 0, width, height))));
    const photo = keep(keep(sum.cast('uchar')).copy({ interpretation: 'srgb' }));
    photo.setInt('orientation', orientation);
    return photo.jpegsaveBuffer({ Q: 88 });
  } finally {
    for (const image of made) image.delete();
  }
}
