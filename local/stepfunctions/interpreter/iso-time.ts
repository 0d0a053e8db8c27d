/** An ISO 8601 date and time with an offset, as a Wait state's Timestamp has to be. */
export const ISO_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:\d{2})$/;

/** Moments that were written lately: many states are entered within a millisecond. */
const written = new Map<number, string>();
const MOST_WRITTEN = 100;

/** A moment as AWS writes it. @param ms milliseconds since the epoch. */
export function isoTime(ms: number): string {
  const known = written.get(ms);
  if (known !== undefined) return known;
  if (written.size === MOST_WRITTEN) written.clear();
  const text = new Date(ms).toISOString();
  written.set(ms, text);
  return text;
}
