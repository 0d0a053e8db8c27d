import type { ApiRequest, Example, ExampleRun } from '../platform/example';
import { type Quote, quote } from './quote';

const TENANT = 'acme';
const SKU = 'COFFEE-250G';
const QUANTITY = 3;
const CURRENCY = 'JPY';

/** Asks for the same quote through API Gateway's own start of the workflow and through a function's, and for one that can't be given. */
export const example: Example = {
  async run(run) {
    const direct = await throughGateway(run);
    const answer = await asked(run, {
      method: 'GET',
      path: `/quotes?sku=${SKU}&quantity=${QUANTITY}&currency=${CURRENCY}`,
    });
    const viaFunction = quote.parse(answer);
    if (direct.amount !== viaFunction.amount) {
      throw new Error(`POST /quotes says ${direct.amount} ${CURRENCY}, GET /quotes ${viaFunction.amount}.`);
    }
    const refused = await run.api({
      method: 'GET',
      path: `/quotes?sku=TEA&quantity=1&currency=${CURRENCY}`,
      tenantCode: TENANT,
    });
    if (refused.status !== 422)
      throw new Error(`A product without a price is answered with ${refused.status}, not 422.`);
    return `${QUANTITY} × ${SKU} is ${direct.amount} ${CURRENCY}, by API Gateway alone and by a function alike; TEA is refused`;
  },
};

/** The quote in the output of the execution that API Gateway started and waited for. */
async function throughGateway(run: ExampleRun): Promise<Quote> {
  const body = { schemaVersion: 1, currency: CURRENCY, items: [{ sku: SKU, quantity: QUANTITY }] };
  const execution = (await asked(run, { method: 'POST', path: '/quotes', body })) as { status: string; output: string };
  if (execution.status !== 'SUCCEEDED') throw new Error(`POST /quotes ended as ${JSON.stringify(execution)}.`);
  return quote.parse(JSON.parse(execution.output));
}

async function asked(run: ExampleRun, request: ApiRequest): Promise<unknown> {
  const { status, body } = await run.api({ ...request, tenantCode: TENANT });
  if (status !== 200) throw new Error(`${request.method} ${request.path} answered ${status}: ${JSON.stringify(body)}.`);
  return body;
}
