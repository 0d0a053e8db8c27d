/** How a currency stands to the euro. */
export interface Rate {
  /** What one euro is worth in it. */
  readonly perEuro: number;
  /** Digits after the decimal point of its amounts, as ISO 4217 has them. */
  readonly decimals: number;
}

/** The rates of the day, by the currency's code of ISO 4217. A fork asks here whatever knows them. */
export const RATES: Readonly<Record<string, Rate>> = {
  EUR: { perEuro: 1, decimals: 2 },
  USD: { perEuro: 1.0832, decimals: 2 },
  JPY: { perEuro: 162.35, decimals: 0 },
};
