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
