import { PRICES } from '@blueprint/lambdas/quote/prices';
import { RATES } from '@blueprint/lambdas/quote/rates';
import { describe, expect, test } from '@jest/globals';
import { type Answers, functionArn, MachineUnderTest, named } from '../testing/machine';
import { coversEveryTransition } from '../testing/state-coverage';
import { quote } from './definition';

interface Item {
  readonly sku: string;
  readonly quantity: number;
}

const machine = new MachineUnderTest('quote', quote({ functionArn, apiHost: 'api1.execute-api.example.com' }), {
  type: 'EXPRESS',
});

/** What the function and the API answer, from the lists that they answer from. */
const answers = {
  'quote/get-prices': ({ items }: { items: readonly Item[] }) => ({
    items: items.filter(({ sku }) => sku in PRICES).map((item) => ({ ...item, unitCents: PRICES[item.sku] })),
    unknown: items.map(({ sku }) => sku).filter((sku) => !(sku in PRICES)),
  }),
  'apigateway:invoke': ({ Path }: { Path: string }) => {
    const currency = Path.replace('/rates/', '');
    const rate = RATES[currency];
    if (!rate) throw named('ApiGateway.404', '{"title":"There is no such resource"}');
    return { Headers: {}, ResponseBody: { currency, ...rate }, StatusCode: 200, StatusText: 'OK' };
  },
} satisfies Answers;

const items = [
  { sku: 'COFFEE-250G', quantity: 3 },
  { sku: 'FILTER-100', quantity: 1 },
];
const request = { schemaVersion: 1, currency: 'JPY', items };

describe('a quote', () => {
  test('has a line for each item, in the smallest unit of the currency', async () => {
    const { status, output, states } = await machine.run(request, answers);
    expect(status).toBe('SUCCEEDED');
    expect(output).toEqual({
      currency: 'JPY',
      decimals: 0,
      perEuro: 162.35,
      lines: [
        { sku: 'COFFEE-250G', quantity: 3, amount: 3_361 },
        { sku: 'FILTER-100', quantity: 1, amount: 729 },
      ],
      amount: 4_090,
    });
    expect(states).toEqual(['CheckInput', 'GetPrices', 'CheckPrices', 'GetRate', 'CalculateQuote']);
  });

  test('of one item is a list of one', async () => {
    const { output } = await machine.run({ ...request, currency: 'EUR', items: items.slice(0, 1) }, answers);
    expect(output).toMatchObject({ lines: [{ sku: 'COFFEE-250G', quantity: 3, amount: 2_070 }], amount: 2_070 });
  });

  test('is the same however often it is asked for, and whatever ran twice', async () => {
    const first = await machine.run(request, answers);
    const lost = (name: keyof typeof answers) => (input: never, task: { attempt: number }) => {
      const answer = answers[name](input);
      if (task.attempt === 0) throw named('Lambda.ServiceException', 'the answer was lost');
      return answer;
    };
    const again = await machine.run(request, {
      'quote/get-prices': lost('quote/get-prices'),
      'apigateway:invoke': lost('apigateway:invoke'),
    });
    expect(again.output).toEqual(first.output);
  });

  test('takes a request without a version as one of version 1', async () => {
    const { schemaVersion: _, ...unversioned } = request;
    const versioned = await machine.run(request, answers);
    expect((await machine.run(unversioned, answers)).output).toEqual(versioned.output);
  });

  test('hands on what it knows, and nothing else that a caller wrote', async () => {
    const seen: unknown[] = [];
    await machine.run(
      { ...request, tenantCode: 'other', note: 'x' },
      {
        ...answers,
        'quote/get-prices': (input: { items: readonly Item[] }) => {
          seen.push(input);
          return answers['quote/get-prices'](input);
        },
      },
    );
    expect(seen).toEqual([request]);
  });
});

describe('what can’t be quoted is refused with what is wrong', () => {
  const item = items[0];
  const many = Array.from({ length: 51 }, () => item);

  test.each([
    ['a text', 'quote', 'the request must be a JSON object'],
    ['a list', [request], 'the request must be a JSON object'],
    ['null', null, 'the request must be a JSON object'],
    ['nothing', {}, 'currency must be a code of ISO 4217, such as "EUR"'],
    ['another version', { ...request, schemaVersion: 2 }, 'schemaVersion must be 1, or left out'],
    ['a version that is null', { ...request, schemaVersion: null }, 'schemaVersion must be 1, or left out'],
    ['a currency in lower case', { ...request, currency: 'eur' }, 'currency must be a code of ISO 4217, such as "EUR"'],
    [
      'a currency that is a path',
      { ...request, currency: 'EUR/x' },
      'currency must be a code of ISO 4217, such as "EUR"',
    ],
    [
      'a currency that is a list',
      { ...request, currency: ['EUR'] },
      'currency must be a code of ISO 4217, such as "EUR"',
    ],
    ['no items', { ...request, items: [] }, 'items must be a list of 1–50'],
    ['an item that is no list', { ...request, items: item }, 'items must be a list of 1–50'],
    ['too many items', { ...request, items: many }, 'items must be a list of 1–50'],
  ])('%s', async (_, input, cause) => {
    const { status, error, cause: told, states } = await machine.run(input, answers);
    expect({ status, error, told }).toEqual({ status: 'FAILED', error: 'InvalidQuote', told: cause });
    expect(states).toEqual(['CheckInput', 'InvalidQuote']);
  });

  test.each([
    ['a text', 'COFFEE-250G'],
    ['a list', [item]],
    ['no sku', { quantity: 1 }],
    ['no quantity', { sku: 'COFFEE-250G' }],
    ['a quantity that is a text', { ...item, quantity: '1' }],
    ['half a piece', { ...item, quantity: 1.5 }],
    ['no piece', { ...item, quantity: 0 }],
    ['more pieces than are sold', { ...item, quantity: 1_001 }],
    ['a sku in lower case', { ...item, sku: 'coffee' }],
  ])('an item: %s, by its place', async (_, bad) => {
    const { error, cause } = await machine.run({ ...request, items: [item, bad, item, bad] }, answers);
    expect({ error, cause }).toEqual({
      error: 'InvalidQuote',
      cause: 'item 2, 4: sku must be 1–32 capitals, digits and hyphens, and quantity a whole number, 1–1000',
    });
  });

  test('the edges are inside', async () => {
    const fifty = Array.from({ length: 50 }, () => ({ sku: 'FILTER-100', quantity: 1_000 }));
    expect((await machine.run({ ...request, items: fifty }, answers)).status).toBe('SUCCEEDED');
  });

  test('products without a price', async () => {
    const unknown = { ...request, items: [...items, { sku: 'TEA', quantity: 1 }] };
    const { error, cause } = await machine.run(unknown, answers);
    expect({ error, cause }).toEqual({ error: 'InvalidQuote', cause: 'there is no product TEA' });
  });

  test('a currency without a rate, asked for once', async () => {
    const { error, cause, seconds } = await machine.run({ ...request, currency: 'XXX' }, answers);
    expect({ error, cause, seconds }).toEqual({ error: 'InvalidQuote', cause: 'there is no rate for XXX', seconds: 0 });
  });
});

describe('what fails inside', () => {
  const unavailable = { status: 'FAILED', error: 'QuoteUnavailable' };
  const never = () => new Promise(() => undefined);

  test.each(['quote/get-prices', 'apigateway:invoke'] as const)('%s: is told as no more than that', async (name) => {
    const ran = await machine.run(request, {
      ...answers,
      [name]: () => {
        throw named('TypeError', 'at /var/task/index.js:1');
      },
    });
    expect(ran).toMatchObject(unavailable);
    expect(ran.cause).toBe('Prices or rates can not be read at the moment. Nothing was stored: ask again.');
  });

  test('is tried again, and ends before API Gateway gives its caller up', async () => {
    const slow = await machine.run(request, {
      'quote/get-prices': (input: { items: readonly Item[] }, { attempt }) =>
        attempt === 2 ? answers['quote/get-prices'](input) : never(),
      'apigateway:invoke': never,
    });
    expect(slow).toMatchObject(unavailable);
    expect(slow.seconds).toBeGreaterThan(15);
    expect(slow.seconds).toBeLessThan(25);
  });
});

coversEveryTransition(machine);
