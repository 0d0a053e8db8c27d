import { type SFNClient, StartSyncExecutionCommand } from '@aws-sdk/client-sfn';
import { Problem } from '../platform/http/problem';
import { INVALID_QUOTE, QUOTE_UNAVAILABLE } from './operations';
import { type Quote, quote } from './quote';

/** API Gateway waits for 30 s, and whoever asked should hear of it before. The workflow itself ends after 25 s. */
const LONGEST_WAIT_MS = 27_000;

/** What the workflow is asked, in its newest version. */
export interface QuoteInput {
  readonly schemaVersion: 1;
  readonly currency: string;
  readonly items: readonly { readonly sku: string; readonly quantity: number }[];
}

/**
 * Runs the workflow and waits for its quote. Where an attempt broke off, the client makes another, and the workflow runs again:
 * it only reads.
 *
 * @throws Problem `invalid-quote`, `quote-unavailable`
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/concepts-express-synchronous.html
 */
export async function runQuote(client: SFNClient, stateMachineArn: string, input: QuoteInput): Promise<Quote> {
  const ended = await started(client, stateMachineArn, input);
  if (ended.status === 'SUCCEEDED') return quote.parse(JSON.parse(ended.output ?? 'null'));
  if (ended.error === 'InvalidQuote') throw new Problem(INVALID_QUOTE, ended.cause ?? 'It was not said why.');
  if (ended.error === 'QuoteUnavailable' || ended.status === 'TIMED_OUT') throw unavailable();
  throw new Error(`${ended.executionArn} ended as ${ended.status}: ${ended.error}, ${ended.cause}`);
}

async function started(client: SFNClient, stateMachineArn: string, input: QuoteInput) {
  const command = new StartSyncExecutionCommand({ stateMachineArn, input: JSON.stringify(input) });
  const abortSignal = AbortSignal.timeout(LONGEST_WAIT_MS);
  try {
    return await client.send(command, { abortSignal, requestTimeout: LONGEST_WAIT_MS });
  } catch (error) {
    throw abortSignal.aborted ? unavailable() : error;
  }
}

function unavailable(): Problem {
  const detail = 'Prices or rates could not be read in time. Nothing was stored: ask again.';
  return new Problem(QUOTE_UNAVAILABLE, detail, {}, { 'retry-after': '1' });
}
