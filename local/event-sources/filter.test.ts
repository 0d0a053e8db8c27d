import { expect, test } from '@jest/globals';
import { recordFilter } from './filter';

test('a record passes when any pattern matches, and all do without patterns', () => {
  const filter = recordFilter({
    Filters: [{ Pattern: '{"eventName":["INSERT"]}' }, { Pattern: '{"eventName":["REMOVE"]}' }],
  });
  expect(filter({ eventName: 'INSERT' })).toBe(true);
  expect(filter({ eventName: 'MODIFY' })).toBe(false);
  expect(recordFilter(undefined)({ eventName: 'MODIFY' })).toBe(true);
});

test("a pattern looks into the JSON of a message's body", () => {
  const filter = recordFilter({ Filters: [{ Pattern: '{"body":{"kind":["order"]}}' }] });
  expect(filter({ body: '{"kind":"order"}' })).toBe(true);
  expect(filter({ body: '{"kind":"task"}' })).toBe(false);
  expect(filter({ body: 'order' })).toBe(false);
});

test('a pattern can ask for the absence of an attribute, whatever else is wrong with the image', () => {
  const Pattern = '{"eventName":["INSERT"],"dynamodb":{"NewImage":{"settledAt":{"S":[{"exists":false}]}}}}';
  const filter = recordFilter({ Filters: [{ Pattern }] });
  const inserted = (NewImage: object) => filter({ eventName: 'INSERT', dynamodb: { NewImage: { ...NewImage } } });
  expect(inserted({ status: { S: 'accepted' } })).toBe(true);
  expect(inserted({ sk: { S: 'malformed' } })).toBe(true);
  expect(inserted({ status: { S: 'applied' }, settledAt: { S: '2026-01-01T00:00:00Z' } })).toBe(false);
});
