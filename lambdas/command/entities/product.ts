import * as z from 'zod/mini';
import { storableNumber } from '../../platform/storable-number';
import { entity } from './entity';

export const product = entity({
  skPrefix: 'PRODUCT#',
  schema: z.strictObject({
    code: z.string().check(z.minLength(1)),
    name: z.string().check(z.minLength(1)),
    /** In the smallest unit of the tenant's currency. */
    price: storableNumber.check(z.nonnegative()),
    category: z.optional(z.string()),
  }),
  label: ({ code, name }) => `${code} ${name}`,
  targets: ['data', 'listing'],
});
