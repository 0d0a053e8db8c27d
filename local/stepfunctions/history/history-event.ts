import type { JsonValue } from '../json';

/** The details of an event, with AWS's field names. Inputs, outputs and parameters are JSON text. */
export type EventDetails = { [name: string]: JsonValue };

/**
 * An entry of an execution's history.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_HistoryEvent.html
 */
export interface HistoryEvent {
  /** 1 for the first. */
  id: number;
  /** The event that led to this one; 0 where AWS names none. */
  previousEventId: number;
  /** Milliseconds since the epoch. */
  timestamp: number;
  type: string;
  details?: EventDetails;
}

/** How many events a STANDARD execution may have. @see https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
export const LONGEST_HISTORY = 25_000;

/**
 * How many events an EXPRESS execution may have, to which AWS sets no limit but the time. On a virtual clock none passes in a loop
 * that never waits, and that loop has to end, too.
 */
export const MOST_EXPRESS_EVENTS = 1_000_000;

/** AWS marks each text of an event as whole; the engine never truncates. */
export const WHOLE = { truncated: false };
