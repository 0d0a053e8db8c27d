import * as z from 'zod/mini';
import { stepFunctionsHandler } from '../platform/step-functions-handler';
import { versionedInput } from '../platform/versioned-input';
import { PRICES } from './prices';
import { items, type PricedItem } from './quote';

const input = versionedInput(1, z.object({ schemaVersion: z.literal(1), items }));

/** What `GetPrices` found. */
interface Prices {
  items: PricedItem[];
  /** Products without a price, each once. */
  unknown: string[];
}

/** `GetPrices`: what one piece of each item costs. It only reads, so it may run as often as it likes. */
export const handler = stepFunctionsHandler({
  input,
  keys: ({ items }) => ({ items: items.length }),
  run: async ({ input: { items } }): Promise<Prices> => {
    const prices = new Map(Object.entries(PRICES));
    const unknown = new Set<string>();
    const priced = items.flatMap((item) => {
      const unitCents = prices.get(item.sku);
      if (unitCents !== undefined) return { ...item, unitCents };
      unknown.add(item.sku);
      return [];
    });
    return { items: priced, unknown: [...unknown] };
  },
});
