import type {} from '../platform/start-workflow';

/** The longest between two looks at an approval, in seconds, and the most looks: 9 events of the history's 25,000 each. */
export const LONGEST_ROUND_SECONDS = 24 * 60 * 60;
export const MOST_ROUNDS = 1_000;

/** How long all rounds may take, in seconds, and how many days ahead an order may be scheduled: an execution lasts a year at most. */
export const LONGEST_APPROVAL_SECONDS = 30 * 24 * 60 * 60;
export const MOST_DAYS_AHEAD = 300;

/** Seconds and looks where the input says nothing: every five minutes, for a day. */
export const ROUND_SECONDS = 300;
export const ROUNDS = 288;

/** What the workflow is started with, besides what every workflow is. */
export interface ScheduleInput {
  readonly schemaVersion: 1;
  /** 1–256 characters without `#`. */
  readonly orderId: string;
  /**
   * When the order is processed, in UTC as `2026-01-15T12:00:00Z`; in the past means as soon as it is approved. An order that is scheduled
   * again keeps its first one.
   */
  readonly executeAt: string;
  /** Seconds between two looks at the approval. Default: {@link ROUND_SECONDS}. */
  readonly roundSeconds?: number;
  /** Looks after which the approval expires. Default: {@link ROUNDS}. */
  readonly rounds?: number;
}

declare module '../platform/start-workflow' {
  interface WorkflowInputs {
    schedule: ScheduleInput;
  }
}
