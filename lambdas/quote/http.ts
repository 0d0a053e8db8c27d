import { environment } from '../platform/environment';
import { httpHandler, route } from '../platform/http/handler';
import { NOT_FOUND, Problem } from '../platform/http/problem';
import { sfn } from '../platform/sfn';
import { getQuote, getRate } from './operations';
import { RATES } from './rates';
import { runQuote } from './run-quote';

const env = environment('quote/http', ['STATE_MACHINE_ARN', 'TENANT_CLAIM']);

const rates = new Map(Object.entries(RATES));

/** The same workflow as behind `POST /quotes`, with an HTTP answer for each way in which it may end. */
const oneProduct = route(getQuote, async ({ query: { sku, quantity, currency } }) => {
  const input = { schemaVersion: 1, currency, items: [{ sku, quantity }] } as const;
  return { status: 200, body: await runQuote(sfn, env.STATE_MACHINE_ARN, input) };
});

const rate = route(getRate, async ({ params: { currency } }) => {
  const found = rates.get(currency);
  if (!found) throw new Problem(NOT_FOUND, `there is no rate for ${currency}`);
  return { status: 200, body: { currency, ...found } };
});

export const handler = httpHandler([oneProduct, rate], { tenantClaim: env.TENANT_CLAIM });
