import * as z from 'zod/mini';

/**
 * The most readings of one batch: as many as an inline Map stores at once. The workflow's own check holds batches to this and to
 * the same texts.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/state-map-inline.html
 */
export const MOST_READINGS = 40;
export const DEVICE_ID = '^[A-Za-z0-9_.:-]{1,128}$';
/** One text for each moment, so that the same reading has the same key. */
export const MOMENT = '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}[.][0-9]{3}Z$';

const moment = z.pipe(
  z.pipe(
    z.iso.datetime({ offset: true }),
    z.transform((text) => new Date(text).toISOString()),
  ),
  z.string().check(z.regex(new RegExp(MOMENT), 'must lie in the years 0–9999')),
);

/** What a device measured: at most one reading at a moment. */
export const reading = z.object({
  deviceId: z.string().check(z.regex(new RegExp(DEVICE_ID), 'must be 1–128 letters, digits, dots, colons, _ and -')),
  /** When it was measured, ISO 8601. */
  at: moment,
  celsius: z.number().check(z.gte(-273.15), z.lte(10_000)),
});
export type Reading = z.output<typeof reading>;

export const readings = z.array(reading).check(
  z.minLength(1),
  z.maxLength(MOST_READINGS),
  z.refine(
    (all) => new Set(all.map(({ deviceId, at }) => `${deviceId} ${at}`)).size === all.length,
    'must not hold two readings of one device at one moment',
  ),
);

/** Key of a reading's row: all of a device lie together, in the order of time. */
export function readingKey(tenantCode: string, { deviceId, at }: Pick<Reading, 'deviceId' | 'at'>) {
  return { pk: `TENANT#${tenantCode}#DEVICE#${deviceId}`, sk: `READING#${at}` };
}
