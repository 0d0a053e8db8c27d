import * as z from 'zod/mini';
import { storableNumber } from '../../platform/storable-number';
import { entity } from './entity';

export const airport = entity({
  skPrefix: 'AIRPORT#',
  schema: z.strictObject({
    iata: z.string().check(z.minLength(1)),
    name: z.string().check(z.minLength(1)),
    city: z.string(),
    state: z.string(),
    country: z.string(),
    /** Degrees, north positive. */
    latitude: storableNumber.check(z.minimum(-90), z.maximum(90)),
    /** Degrees, east positive. */
    longitude: storableNumber.check(z.minimum(-180), z.maximum(180)),
  }),
  label: ({ iata, name }) => `${iata} ${name}`,
  targets: ['data'],
});
