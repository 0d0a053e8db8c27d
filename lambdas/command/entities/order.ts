import * as z from 'zod/mini';
import { entity } from './entity';

export const order = entity({
  skPrefix: 'ORDER#',
  schema: z.strictObject({
    status: z.string().check(z.minLength(1)),
    /** In the smallest unit of the tenant's currency. */
    total: z.number().check(z.nonnegative()),
  }),
  label: ({ status, total }) => `${status}, ${total}`,
  targets: ['data', 'listing'],
});
