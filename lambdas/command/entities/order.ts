import * as z from 'zod/mini';
import { storableNumber } from '../../platform/storable-number';
import { entity } from './entity';

export const order = entity({
  skPrefix: 'ORDER#',
  schema: z.strictObject({
    status: z.string().check(z.minLength(1)),
    /** In the smallest unit of the tenant's currency. */
    total: storableNumber.check(z.nonnegative()),
  }),
  label: ({ status, total }) => `${status}, ${total}`,
  targets: ['data', 'listing'],
});
