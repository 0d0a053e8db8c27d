import * as z from 'zod/mini';
import { storableNumber } from '../../platform/storable-number';

/** A column of an imported file: how its text becomes a value. */
export interface Column<T> {
  /** The header must have it. */
  readonly required: boolean;
  readonly schema: z.ZodMiniType<T>;
}

export const text = z.string().check(z.trim(), z.minLength(1, 'must not be empty'));

const digits = z.string().check(z.trim(), z.regex(/^[+-]?\d+(\.\d+)?$/, 'must be a number such as 1234 or -12.5'));

/** A number as people write it in a file: digits, a sign, a decimal point. No exponent, no thousands separator. */
export const decimal = z.pipe(z.pipe(digits, z.transform(Number)), storableNumber);

/** A column that each file must have and each row must fill as the schema says. */
export function required<T>(schema: z.ZodMiniType<T, string>): Column<T> {
  return { required: true, schema };
}

/** A column that may be missing, or empty in a row: then it has no value. */
export function optional<T>(schema: z.ZodMiniType<T, string>): Column<T | undefined> {
  const filled = z.transform((value: unknown) =>
    typeof value === 'string' && value.trim() !== '' ? value : undefined,
  );
  return { required: false, schema: z.pipe(filled, z.optional(schema)) };
}

/** The value type of each column. */
export type RowOf<Columns> = { [K in keyof Columns]: Columns[K] extends Column<infer T> ? T : never };
