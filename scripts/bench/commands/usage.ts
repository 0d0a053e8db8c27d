import { PRICES } from '../prices';

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

/** US dollars for a million commands that take this each. */
export function costPerMillion(usage: Usage): number {
  const { transitions, invocations, readUnits, writeUnits } = PRICES.perMillion;
  return (
    usage.transitions * transitions +
    usage.invocations * invocations +
    usage.readUnits * readUnits +
    usage.writeUnits * writeUnits
  );
}
