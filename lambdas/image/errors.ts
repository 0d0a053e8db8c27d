/**
 * The errors of the image workflow. `name` is what the state machine matches, so it is set by hand: a minified class would carry
 * another.
 */

/** The original is none that this workflow takes, or is broken: the message says what to do. The same object is so again. */
export class UnsupportedImage extends Error {
  override readonly name = 'UnsupportedImage';
}

/** The original was deleted since it was put there. */
export class OriginalMissing extends Error {
  override readonly name = 'OriginalMissing';
  constructor(key: string, versionId: string) {
    super(`there is no object ${key} with version ${versionId} in the bucket: it was deleted. Upload it again.`);
  }
}
