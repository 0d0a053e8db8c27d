import { environment } from '../platform/environment';
import { stepFunctionsHandler } from '../platform/step-functions-handler';
import { asJpeg, asWebp, derive, UPRIGHT_SRGB } from './derive';
import { imageInput, imageLogKeys } from './input';
import { LONGEST_SIDE } from './sides';

const env = environment('image/resize', ['IMAGES_BUCKET']);

/**
 * State `Resize`: the original as a page shows it, its aspect kept. As JPEG, or as WebP where something can be seen through.
 *
 * @throws UnsupportedImage when the original is none that this workflow takes
 * @throws OriginalMissing when it is not there any more
 */
export const handler = stepFunctionsHandler({
  input: imageInput,
  keys: imageLogKeys,
  run: ({ input }) =>
    derive(
      env.IMAGES_BUCKET,
      input,
      'resized',
      ({ Image }, bytes) =>
        Image.thumbnailBuffer(bytes, LONGEST_SIDE, { height: LONGEST_SIDE, size: 'down', ...UPRIGHT_SRGB }),
      (image) => (image.hasAlpha() ? asWebp(image) : asJpeg(image)),
    ),
});
