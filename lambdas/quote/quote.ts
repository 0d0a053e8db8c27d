import * as z from 'zod/mini';

/** What a request may ask for at most, and how its names are written: the workflow's own check holds it to the same. */
export const MOST_ITEMS = 50;
export const MOST_PIECES = 1_000;
export const SKU = '^[A-Z0-9-]{1,32}$';
export const CURRENCY = '^[A-Z]{3}$';

export const sku = z.string().check(z.regex(new RegExp(SKU), 'must be 1–32 capitals, digits and hyphens'));
export const currency = z.string().check(z.regex(new RegExp(CURRENCY), 'must be a code of ISO 4217, such as EUR'));

/** So many pieces of one product. */
export const item = z.object({ sku, quantity: z.int().check(z.positive(), z.maximum(MOST_PIECES)) });

export const items = z.array(item).check(z.minLength(1), z.maxLength(MOST_ITEMS));

/** An item with what one piece costs, in cents of a euro. */
export type PricedItem = z.output<typeof item> & { unitCents: number };

/** What a quote says. Amounts are whole numbers of the currency's smallest unit: cents of EUR, yen of JPY. */
export const quote = z.object({
  currency,
  /** Digits of an amount that stand after the decimal point. */
  decimals: z.int(),
  /** What one euro is worth in the currency. */
  perEuro: z.number(),
  lines: z.array(z.object({ sku, quantity: z.int(), amount: z.int() })),
  /** The sum of the lines. */
  amount: z.int(),
});
export type Quote = z.output<typeof quote>;
