import { decimal, optional, required, text } from './columns';
import { importTable } from './table';

/** The columns of `data/zipcodes.csv` in the npm package `vega-datasets`. */
export const zipcodes = importTable({
  entityType: 'zipcode',
  columns: {
    zip_code: required(text),
    latitude: required(decimal),
    longitude: required(decimal),
    city: required(text),
    state: required(text),
    county: optional(text),
  },
  id: (row) => row.zip_code,
  attributes: ({ zip_code, ...rest }) => ({ zip: zip_code, ...rest }),
});
