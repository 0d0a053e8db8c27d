import './fakes/environment';
import { expect, test } from '@jest/globals';
import { vips } from './vips';

test.each(['.tif', '.gif'])('what nobody should upload is not even tried: %s', async (file) => {
  const { Image } = await vips;
  const bytes = Image.black(8, 8, { bands: 3 }).writeToBuffer(file);
  expect(() => Image.newFromBuffer(bytes)).toThrow();
});

test.each(['.jpg', '.png', '.webp'])('what the workflow takes is read: %s', async (file) => {
  const { Image } = await vips;
  expect(Image.newFromBuffer(Image.black(8, 6, { bands: 3 }).writeToBuffer(file))).toMatchObject({
    width: 8,
    height: 6,
  });
});
