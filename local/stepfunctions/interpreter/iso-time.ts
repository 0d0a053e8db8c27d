/** An ISO 8601 date and time with an offset, as a Wait state's Timestamp has to be. */
export const ISO_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:\d{2})$/;

/** A moment as AWS writes it. @param ms milliseconds since the epoch. */
export const isoTime = (ms: number): string => new Date(ms).toISOString();
