/** What settling a command takes, from its publication to the end of its execution, counted as AWS bills it. */
export interface Usage {
  /** States entered, and each retry of one. */
  readonly transitions: number;
  readonly invocations: number;
  /** Requests to DynamoDB; the number of items in a batch is in the units. */
  readonly requests: number;
  readonly readUnits: number;
  /** Tables and indexes. */
  readonly writeUnits: number;
}

/** What came on top. */
export function difference(more: Usage, less: Usage): Usage {
  return {
    transitions: more.transitions - less.transitions,
    invocations: more.invocations - less.invocations,
    requests: more.requests - less.requests,
    readUnits: more.readUnits - less.readUnits,
    writeUnits: more.writeUnits - less.writeUnits,
  };
}

/**
 * List prices in US dollars a million, in us-east-1: transitions of Standard workflows, requests to Lambda, on-demand request
 * units of DynamoDB's standard table class.
 *
 * @see https://aws.amazon.com/step-functions/pricing/
 * @see https://aws.amazon.com/lambda/pricing/
 * @see https://aws.amazon.com/dynamodb/pricing/on-demand/
 */
export const PRICES_PER_MILLION = { transitions: 25, invocations: 0.2, readUnits: 0.125, writeUnits: 0.625 } as const;

/** US dollars for a million commands that take this each. */
export function costPerMillion(usage: Usage): number {
  const { transitions, invocations, readUnits, writeUnits } = PRICES_PER_MILLION;
  return (
    usage.transitions * transitions +
    usage.invocations * invocations +
    usage.readUnits * readUnits +
    usage.writeUnits * writeUnits
  );
}
