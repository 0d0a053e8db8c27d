import './fakes/environment';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { STATE_MACHINE_ARN } from '../fakes/environment';
import type { HttpEvent } from '../platform/http/request';
import { sfn } from '../platform/sfn';
import { handler } from './http';

const QUOTE = {
  currency: 'EUR',
  decimals: 2,
  perEuro: 1,
  lines: [{ sku: 'FILTER-100', quantity: 2, amount: 898 }],
  amount: 898,
};
const ASKED = { sku: 'FILTER-100', quantity: '2', currency: 'EUR' };

let inputs: unknown[];
let answer: () => Promise<object>;
const { send } = sfn;

beforeEach(() => {
  inputs = [];
  answer = async () => ({ status: 'SUCCEEDED', output: JSON.stringify(QUOTE) });
  Reflect.set(sfn, 'send', (command: { input: unknown }) => {
    inputs.push(command.input);
    return answer();
  });
});

afterEach(() => {
  jest.restoreAllMocks();
  Reflect.set(sfn, 'send', send);
});

/** A request as API Gateway passes it on, as far as the handler reads it. */
async function call(routeKey: string, parts: Partial<HttpEvent>, claims: Record<string, string> = { tenant: 't1' }) {
  const requestContext = { requestId: 'request-1', authorizer: { jwt: { claims, scopes: [] } } };
  const event = { routeKey, headers: {}, requestContext, ...parts };
  const { statusCode, headers, body } = await handler(event as unknown as HttpEvent); // no more is read
  return { status: statusCode, headers, body: JSON.parse(String(body)) };
}

const quoted = (query: Record<string, string> = ASKED) => call('GET /quotes', { queryStringParameters: query });

describe('GET /quotes', () => {
  test('waits for the workflow, and answers its quote', async () => {
    expect(await quoted()).toMatchObject({ status: 200, body: QUOTE });
    const input = { schemaVersion: 1, currency: 'EUR', items: [{ sku: 'FILTER-100', quantity: 2 }] };
    expect(inputs).toEqual([{ stateMachineArn: STATE_MACHINE_ARN, input: JSON.stringify(input) }]);
  });

  test.each([
    ['quantity', '0'],
    ['quantity', '1001'],
    ['quantity', '1.5'],
    ['quantity', '01'],
    ['sku', 'filter'],
    ['currency', 'euro'],
  ])('refuses a %s of %s, and starts nothing', async (name, value) => {
    const { status, body } = await quoted({ ...ASKED, [name]: value });
    expect({ status, type: body.type, places: body.errors.map(({ at }: { at: string }) => at) }).toEqual({
      status: 400,
      type: 'urn:problem-type:invalid-request',
      places: [`query.${name}`],
    });
    expect(inputs).toEqual([]);
  });

  test('refuses a token without a tenant', async () => {
    const { status } = await call('GET /quotes', { queryStringParameters: ASKED }, {});
    expect({ status, inputs }).toEqual({ status: 403, inputs: [] });
  });

  test.each([
    [
      'what can’t be quoted',
      { status: 'FAILED', error: 'InvalidQuote', cause: 'there is no product TEA' },
      { status: 422, type: 'invalid-quote', detail: 'there is no product TEA' },
    ],
    [
      'prices that can’t be read',
      { status: 'FAILED', error: 'QuoteUnavailable', cause: 'ask again' },
      { status: 503, type: 'quote-unavailable', detail: expect.stringContaining('ask again') },
    ],
    [
      'an execution that took too long',
      { status: 'TIMED_OUT', error: 'States.Timeout' },
      { status: 503, type: 'quote-unavailable', detail: expect.stringContaining('ask again') },
    ],
    [
      'an end that nobody foresaw, saying no more',
      { status: 'FAILED', error: 'States.Runtime', cause: 'secret' },
      { status: 500, type: 'internal', detail: expect.not.stringContaining('secret') },
    ],
  ])('tells of %s', async (_, ended, { status, type, detail }) => {
    answer = async () => ended;
    expect(await quoted()).toMatchObject({ status, body: { type: `urn:problem-type:${type}`, detail } });
  });

  test('tells of throttling that the request may be repeated', async () => {
    answer = async () => {
      throw Object.assign(new Error('Rate exceeded'), { name: 'ThrottlingException' });
    };
    expect(await quoted()).toMatchObject({ status: 503, headers: { 'retry-after': '1' } });
  });
});

test('a quote is given up before API Gateway gives up its caller', async () => {
  const timeout = jest.spyOn(AbortSignal, 'timeout').mockReturnValue(AbortSignal.abort());
  answer = async () => {
    throw Object.assign(new Error('Request aborted'), { name: 'AbortError' });
  };
  expect(await quoted()).toMatchObject({ status: 503, body: { type: 'urn:problem-type:quote-unavailable' } });
  expect(timeout).toHaveBeenCalledWith(27_000);
});

describe('GET /rates/{currency}', () => {
  const rate = (currency: string) => call('GET /rates/{currency}', { pathParameters: { currency } }, {});

  test('answers what a euro is worth', async () => {
    expect(await rate('USD')).toMatchObject({ status: 200, body: { currency: 'USD', perEuro: 1.0832, decimals: 2 } });
  });

  test('knows nothing of other currencies', async () => {
    expect(await rate('XXX')).toMatchObject({ status: 404, body: { detail: 'there is no rate for XXX' } });
  });
});
