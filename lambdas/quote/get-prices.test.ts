import './fakes/environment';
import { describe, expect, test } from '@jest/globals';
import { handler } from './get-prices';
import { PRICES } from './prices';

const context = {
  Execution: { Id: 'e', Input: {}, Name: 'n', RoleArn: 'r', StartTime: '2026-01-01T00:00:00Z', RedriveCount: 0 },
  State: { EnteredTime: '2026-01-01T00:00:00Z', Name: 'GetPrices', RetryCount: 0 },
  StateMachine: { Id: 'm', Name: 'quote' },
};

const prices = (input: unknown) => handler({ source: 'step-function', input, context } as never);

describe('get-prices', () => {
  test('adds to each item what one piece costs', async () => {
    const items = [
      { sku: 'COFFEE-1KG', quantity: 2 },
      { sku: 'FILTER-100', quantity: 1 },
    ];
    expect(await prices({ schemaVersion: 1, items })).toEqual({
      items: [
        { sku: 'COFFEE-1KG', quantity: 2, unitCents: PRICES['COFFEE-1KG'] },
        { sku: 'FILTER-100', quantity: 1, unitCents: PRICES['FILTER-100'] },
      ],
      unknown: [],
    });
  });

  test('names each product without a price once', async () => {
    const items = ['TEA', 'FILTER-100', 'TEA', 'CONSTRUCTOR'].map((sku) => ({ sku, quantity: 1 }));
    expect(await prices({ schemaVersion: 1, items })).toMatchObject({
      items: [{ sku: 'FILTER-100' }],
      unknown: ['TEA', 'CONSTRUCTOR'],
    });
  });

  test.each([
    ['another version', { schemaVersion: 2, items: [] }, /2 is no version that this function knows: 1/],
    ['no items', { schemaVersion: 1, items: [] }, /input\.items/],
    ['half a piece', { schemaVersion: 1, items: [{ sku: 'TEA', quantity: 0.5 }] }, /input\.items\.0\.quantity/],
  ])('refuses %s', async (_, input, message) => {
    await expect(prices(input)).rejects.toMatchObject({
      name: 'InvalidEvent',
      message: expect.stringMatching(message),
    });
  });
});
