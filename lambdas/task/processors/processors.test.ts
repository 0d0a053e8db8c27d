import { describe, expect, jest, test } from '@jest/globals';
import { processorOf } from '.';
import { priceCheck } from './price-check';
import type { Services } from './processor';

const services = (attributes?: Record<string, unknown>): Services => ({
  readEntity: jest.fn(async () => attributes),
});

describe('price-check', () => {
  test('finds an order billed by its total', async () => {
    const found = services({ status: 'open', total: 100 });
    expect(await priceCheck.process({ order: 'ORDER#1', billed: 100 }, found)).toEqual({ total: 100 });
    expect(found.readEntity).toHaveBeenCalledWith('ORDER#1');
  });

  test.each([
    ['a total that differs', { total: 120 }, 'PriceMismatch', 'ORDER#1 was billed 100, and its total is 120'],
    ['an order that is not there', undefined, 'OrderMissing', 'there is no order ORDER#1 with a total'],
  ])('fails an item with %s', async (_, attributes, name, message) => {
    await expect(priceCheck.process({ order: 'ORDER#1', billed: 100 }, services(attributes))).rejects.toMatchObject({
      name,
      message,
    });
  });

  test('takes the sort key of an order only', () => {
    expect(processorOf('price-check').parse({ order: 'AIRPORT#HND', billed: 1 })).toEqual({
      issues: expect.stringContaining('order: must be the sort key of an order'),
    });
  });

  test('takes a bill that can be stored only', () => {
    expect(processorOf('price-check').parse({ order: 'ORDER#1', billed: 1e17 })).toEqual({
      issues: expect.stringContaining('billed: Too big'),
    });
  });
});

test('a type has fifteen minutes unless it says otherwise', () => {
  expect(processorOf('address-label').timeoutSeconds).toBe(900);
});

test('a type is its own name, not what every object has', () => {
  expect(() => processorOf('toString')).toThrow(expect.objectContaining({ name: 'UnknownTaskType' }));
});
