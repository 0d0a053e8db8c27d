import * as z from 'zod/mini';
import { processor } from './processor';

/** A label is read by people and machines that know nothing of what was left out. */
class AddressIncomplete extends Error {
  override readonly name = 'AddressIncomplete';
}

/** The lines of an address label for an airport, as the airports' attributes give them. */
export const addressLabel = processor({
  item: z.strictObject({
    iata: z.string().check(z.minLength(1)),
    name: z.string().check(z.minLength(1)),
    city: z.string(),
    state: z.string(),
    country: z.string(),
  }),
  async process({ iata, name, city, state, country }) {
    const missing = Object.entries({ city, country }).flatMap(([field, value]) => (value.trim() === '' ? [field] : []));
    if (missing.length > 0) throw new AddressIncomplete(`${iata} ${name} has no ${missing.join(' and no ')}`);
    return { lines: [name, [city, state].filter((part) => part.trim() !== '').join(', '), country.toUpperCase()] };
  },
});
