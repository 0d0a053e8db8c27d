/** Pixels of the longer side of a resized image, at the most: a smaller original keeps its size. */
export const LONGEST_SIDE = 1600;

/** Pixels of each side of a thumbnail. */
export const THUMBNAIL_SIDE = 256;
