/** A moment as exactly as a text can tell it. */
export interface IsoMoment {
  /** Since the epoch, whole ones. */
  ms: number;
  /** Nanoseconds after them, less than a millisecond. */
  nanos: number;
}

const ISO_TIME = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(?:\.(\d{1,9}))?(?:Z|([+-])(\d{2}):(\d{2}))$/;
const MINUTE_MS = 60_000;
const LARGEST_OFFSET_MINUTES = 18 * 60;

/**
 * Reads an ISO 8601 date and time with an offset, as timestamps of a definition and of its data have to be. Like Java's
 * `ISO_OFFSET_DATE_TIME`, which AWS reads them with, it knows what days there are, and offsets up to 18 hours.
 *
 * @returns undefined for any other text.
 */
export function parseIsoTime(text: string): IsoMoment | undefined {
  const [, local, fraction = '', sign, hours = '0', minutes = '0'] = ISO_TIME.exec(text) ?? [];
  if (local === undefined) return undefined;
  const localMs = Date.parse(`${local}Z`);
  // `Date.parse` takes February 31 and 24:00 for a later day: only what is written back as it was is on the calendar.
  if (Number.isNaN(localMs) || !new Date(localMs).toISOString().startsWith(local)) return undefined;
  const offset = 60 * Number(hours) + Number(minutes);
  if (Number(minutes) > 59 || offset > LARGEST_OFFSET_MINUTES) return undefined;
  const fractionNanos = Number(fraction.padEnd(9, '0'));
  const nanos = fractionNanos % 1_000_000;
  const ms = localMs + (fractionNanos - nanos) / 1_000_000;
  return { ms: ms - (sign === '-' ? -offset : offset) * MINUTE_MS, nanos };
}

/** Less than 0 when the first moment is the earlier one, 0 when both are the same. */
export function compareMoments(a: IsoMoment, b: IsoMoment): number {
  return a.ms - b.ms || a.nanos - b.nanos;
}

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
