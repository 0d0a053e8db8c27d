import { expect, test } from '@jest/globals';
import { entityOf } from './index';

const place = { latitude: 35.5, longitude: 139.8 };
const airport = { iata: 'HND', name: 'Haneda', city: 'Tokyo', state: '', country: 'Japan', ...place };
const zipcode = { zip: '12345', city: 'Schenectady', state: 'NY', ...place };

test.each([
  ['order', 'total', { status: 'new', total: 1 }],
  ['product', 'price', { code: 'A', name: 'Bolt', price: 1 }],
  ['airport', 'latitude', airport],
  ['airport', 'longitude', airport],
  ['zipcode', 'latitude', zipcode],
  ['zipcode', 'longitude', zipcode],
])('%s takes a %s that DynamoDB stores, and names it otherwise', (type, field, attributes) => {
  const { validate } = entityOf(type);
  expect(validate(attributes)).toEqual(attributes);
  expect(() => validate({ ...attributes, [field]: 1e17 })).toThrow(`${field}: Too big`);
  expect(() => validate({ ...attributes, [field]: 1e-131 })).toThrow(`${field}: Too close to 0`);
});
