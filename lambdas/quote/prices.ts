/**
 * What one piece of each product costs, in cents of a euro. A fork asks here whatever knows its prices: for reading alone, since a
 * quote may be worked out more than once.
 */
export const PRICES: Readonly<Record<string, number>> = {
  'COFFEE-250G': 690,
  'COFFEE-1KG': 2_390,
  'FILTER-100': 449,
  'GRINDER-2': 12_900,
};
