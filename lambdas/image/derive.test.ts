import './fakes/environment';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { FakeS3 } from '../fakes/s3';
import { awsError } from '../fakes/step-functions';
import { MOST_PIXELS, MOST_TIMES_LONGER } from './inspect';
import { imageId } from './keys';
import { MOST_BYTES } from './original';
import { handler as resize } from './resize';
import { samplePhoto } from './sample-photo';
import { LONGEST_SIDE, THUMBNAIL_SIDE } from './sides';
import { handler as thumbnail } from './thumbnail';
import { type Image, vips } from './vips';

const KEY = 'originals/tenant1/beach/photo';
let s3: FakeS3;
beforeEach(() => {
  s3 = new FakeS3().install();
});

const input = (versionId: string) =>
  ({ schemaVersion: 1, tenantCode: 'tenant1', requestId: 'request-1', key: KEY, versionId }) as const;
const event = (state: string, versionId: string, more: object = {}) =>
  ({
    source: 'step-function',
    input: { ...input(versionId), ...more },
    context: {
      Execution: { Id: 'arn:execution', Input: {}, Name: 'n', RoleArn: 'arn:role', StartTime: '2026-01-01T00:00:00Z' },
      State: { EnteredTime: '2026-01-01T00:00:00Z', Name: state, RetryCount: 0 },
      StateMachine: { Id: 'arn:machine', Name: 'image' },
    },
  }) as const;
const resized = (body: Uint8Array) => resize(event('Resize', s3.put(KEY, body)));
const thumbnailed = (body: Uint8Array) => thumbnail(event('Thumbnail', s3.put(KEY, body)));

/** What was put last, opened. */
async function stored(): Promise<Image> {
  const { Image } = await vips;
  const put = s3.calls.filter(({ operation }) => operation === 'PutObject').at(-1);
  return Image.newFromBuffer(put?.input.Body as Uint8Array);
}

/** An image of one colour as a file. */
async function plain(file: string, colour: readonly number[], options: object = {}, width = 40, height = 30) {
  const { Image } = await vips;
  const image = Image.black(width, height)
    .newFromImage([...colour])
    .copy({ interpretation: 'srgb' });
  return image.cast('uchar').writeToBuffer(file, options);
}

describe('Resize', () => {
  test('keeps the aspect and brings the longer side to its bound', async () => {
    expect(await resized(await samplePhoto(2000, 1500))).toEqual({
      original: { contentType: 'image/jpeg', width: 2000, height: 1500, bytes: expect.any(Number) },
      derived: {
        key: `results/tenant1/${imageId(input('version-1'))}/resized.jpg`,
        contentType: 'image/jpeg',
        width: LONGEST_SIDE,
        height: 1200,
        bytes: expect.any(Number),
      },
    });
    expect(await stored()).toMatchObject({ width: LONGEST_SIDE, height: 1200 });
    expect(s3.calls.at(-1)?.input).toMatchObject({ Bucket: 'images-bucket', ContentType: 'image/jpeg' });
  });

  test('turns a photo upright and keeps none of its metadata', async () => {
    const { derived } = await resized(await samplePhoto(400, 300, 6));
    expect(derived).toMatchObject({ width: 300, height: 400 });
    const image = await stored();
    for (const field of ['orientation', 'exif-data', 'icc-profile-data']) expect(image.getTypeof(field)).toBe(0);
  });

  test('makes nothing larger', async () => {
    const { derived } = await resized(await plain('.png', [1, 2, 3]));
    expect(derived).toMatchObject({ width: 40, height: 30, contentType: 'image/jpeg' });
  });

  test('takes the longest strip that may be', async () => {
    const { derived } = await resized(await plain('.png', [1, 2, 3], {}, MOST_TIMES_LONGER, 1));
    expect(derived).toMatchObject({ width: 100, height: 1 });
  });

  test('keeps what can be seen through', async () => {
    const { derived } = await resized(await plain('.png', [10, 200, 30, 128]));
    expect(derived).toMatchObject({ contentType: 'image/webp', key: expect.stringMatching(/resized\.webp$/) });
    expect((await stored()).hasAlpha()).toBe(true);
  });

  test('shows the colours of another profile as they were meant', async () => {
    await resized(await plain('.png', [200, 100, 50], { profile: 'p3' }));
    const [red = 0, green = 0] = (await stored()).getpoint(20, 15);
    expect(red).toBeGreaterThan(210);
    expect(green).toBeLessThan(98);
  });

  test('puts the same version under the same key, and another one elsewhere', async () => {
    const photo = await plain('.jpg', [1, 2, 3]);
    const versionId = s3.put(KEY, photo);
    const [first, second] = [await resize(event('Resize', versionId)), await resize(event('Resize', versionId))];
    expect(second).toEqual(first);
    expect((await resized(photo)).derived.key).not.toBe(first.derived.key);
  });
});

describe('Thumbnail', () => {
  test.each([
    ['.jpg', 'image/jpeg'],
    ['.png', 'image/png'],
    ['.webp', 'image/webp'],
  ])('is a square of its own size, from %s', async (file, contentType) => {
    const { original, derived } = await thumbnailed(await plain(file, [10, 20, 30], {}, 400, 100));
    expect(original).toMatchObject({ contentType, width: 400, height: 100 });
    expect(derived).toMatchObject({ width: THUMBNAIL_SIDE, height: THUMBNAIL_SIDE, contentType: 'image/webp' });
    expect(await stored()).toMatchObject({ width: THUMBNAIL_SIDE, height: THUMBNAIL_SIDE });
  });

  test('shows the middle', async () => {
    const { Image } = await vips;
    const [red, blue] = [
      await plain('.png', [255, 0, 0], {}, 100, 300),
      await plain('.png', [0, 0, 255], {}, 300, 300),
    ];
    const open = (png: Uint8Array) => Image.newFromBuffer(png);
    const flag = open(red).join(open(blue), 'horizontal').join(open(red), 'horizontal');
    await thumbnailed(flag.writeToBuffer('.png'));
    const image = await stored();
    for (const x of [5, 128, 250]) expect(image.getpoint(x, 128)[2]).toBeGreaterThan(200);
  });
});

describe.each([
  ['Resize', resized],
  ['Thumbnail', thumbnailed],
])('%s refuses', (_, derive) => {
  const refused = (body: Uint8Array, message: RegExp) =>
    expect(derive(body)).rejects.toMatchObject({ name: 'UnsupportedImage', message: expect.stringMatching(message) });

  test.each([
    [
      'a drawing',
      '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"/>',
      /no JPEG, PNG or WebP.*"<svg xmlns=/,
    ],
    ['a GIF', 'GIF89a\u0001\u0000\u0001\u0000', /no JPEG, PNG or WebP.*"GIF89a/],
    ['an empty object', '', /begins with ""/],
  ])('%s', async (_, body, message) => {
    await refused(Buffer.from(body, 'latin1'), message);
  });

  test('an animation, as WebP and as PNG', async () => {
    const { Image } = await vips;
    const frames = Image.gaussnoise(32, 64).cast('uchar').copy();
    frames.setInt('page-height', 32);
    await refused(frames.writeToBuffer('.webp'), /animation/);
    const png = Buffer.from(await plain('.png', [1, 2, 3]));
    const header = 33;
    const control = Buffer.from(
      '\u0000\u0000\u0000\u0008acTL\u0000\u0000\u0000\u0002\u0000\u0000\u0000\u0000',
      'latin1',
    );
    const chunk = Buffer.concat([control, Buffer.alloc(4)]);
    await refused(Buffer.concat([png.subarray(0, header), chunk, png.subarray(header)]), /animation/);
  });

  test('a small file that stands for a huge picture', async () => {
    const { Image } = await vips;
    const bomb = Image.black(10_000, 6_000).pngsaveBuffer();
    expect(bomb.length).toBeLessThan(1_000_000);
    await refused(bomb, new RegExp(`10000 × 6000 pixels; the most is ${MOST_PIXELS}`));
  });

  test('a strip, of which even a thumbnail would be huge on the way', async () => {
    await refused(
      await plain('.png', [1, 2, 3], {}, 1, MOST_TIMES_LONGER + 1),
      /1 × 101 pixels; one side may be 100 times/,
    );
    await refused(await plain('.png', [1, 2, 3], {}, 203, 2), /203 × 2 pixels/);
  });

  test('a large file, unread', async () => {
    await refused(Buffer.alloc(MOST_BYTES + 1), new RegExp(`${MOST_BYTES + 1} bytes; the most is ${MOST_BYTES}`));
  });

  test('one that is cut off, or is nothing but a beginning', async () => {
    const photo = await samplePhoto(400, 300);
    await refused(photo.subarray(0, photo.length / 2), /can't be read: .+\. Save it anew/);
    await refused(photo.subarray(0, 20), /can't be read: .+/);
  });
});

describe('both', () => {
  test('take the version that was pinned, whatever was put there since', async () => {
    const first = s3.put(KEY, await plain('.png', [1, 2, 3], {}, 40, 30));
    s3.put(KEY, await plain('.png', [1, 2, 3], {}, 20, 10));
    expect((await resize(event('Resize', first))).original).toMatchObject({ width: 40, height: 30 });
  });

  test.each(['NoSuchKey', 'NoSuchVersion'])('name an original that is gone (%s)', async (name) => {
    s3.before = () => {
      throw awsError(name);
    };
    await expect(resize(event('Resize', 'version-9'))).rejects.toMatchObject({
      name: 'OriginalMissing',
      message: expect.stringContaining(`${KEY} with version version-9`),
    });
  });

  test('let other errors of S3 through, and put nothing', async () => {
    s3.before = () => {
      throw awsError('SlowDown');
    };
    await expect(thumbnail(event('Thumbnail', 'version-1'))).rejects.toMatchObject({ name: 'SlowDown' });
    expect(s3.keys()).toEqual([]);
  });

  test('take no original of another tenant', async () => {
    await expect(resize(event('Resize', 'version-1', { tenantCode: 'tenant2' }))).rejects.toMatchObject({
      name: 'InvalidEvent',
      message: expect.stringContaining('input.key: must lie under originals/<tenantCode>/'),
    });
    expect(s3.calls).toEqual([]);
  });
});
