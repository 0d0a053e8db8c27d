import { environment } from '../platform/environment';
import { stepFunctionsHandler } from '../platform/step-functions-handler';
import { asWebp, derive, UPRIGHT_SRGB } from './derive';
import { imageInput, imageLogKeys } from './input';
import { THUMBNAIL_SIDE } from './sides';

const env = environment('image/thumbnail', ['IMAGES_BUCKET']);

/**
 * State `Thumbnail`: the middle of the original as a square, as large as fits into it.
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
      'thumbnail',
      ({ Image }, bytes) =>
        Image.thumbnailBuffer(bytes, THUMBNAIL_SIDE, { height: THUMBNAIL_SIDE, crop: 'centre', ...UPRIGHT_SRGB }),
      asWebp,
    ),
});
