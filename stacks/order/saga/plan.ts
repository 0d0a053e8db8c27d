import type { Fault } from './faults';

/** What there is of each article at first. */
export const STOCK = { pen: 20, ink: 1 } as const;

/** An order that somebody places. Every article costs 100. */
export interface Placed {
  readonly sku: 'pen' | 'ink' | 'nothing-of-ours';
  readonly quantity: number;
  readonly token: 'tok_visa' | 'tok_declined';
  /** What a person decides, above an amount of 1,000. */
  readonly decision: 'approve' | 'reject' | 'expire' | 'none';
}

export interface Plan {
  readonly orders: readonly Placed[];
  readonly faults: readonly Fault[];
  /**
   * Whether a person redrives what failed before the news of it comes to `order/settle`, or after it. Where nobody ever does, the news
   * comes once only, so that nothing mends what the first one left; otherwise it comes twice.
   */
  readonly redrive: 'first' | 'last' | 'never';
}
