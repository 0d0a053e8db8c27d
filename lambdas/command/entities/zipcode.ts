import * as z from 'zod/mini';
import { storableNumber } from '../../platform/storable-number';
import { entity } from './entity';

export const zipcode = entity({
  skPrefix: 'ZIPCODE#',
  schema: z.strictObject({
    zip: z.string().check(z.regex(/^\d{5}(-\d{4})?$/, 'must be five digits, or nine as 12345-6789')),
    /** Degrees, north positive. */
    latitude: storableNumber.check(z.minimum(-90), z.maximum(90)),
    /** Degrees, east positive. */
    longitude: storableNumber.check(z.minimum(-180), z.maximum(180)),
    city: z.string(),
    state: z.string(),
    county: z.optional(z.string()),
  }),
  label: ({ zip, city }) => `${zip} ${city}`,
  targets: ['data'],
});
