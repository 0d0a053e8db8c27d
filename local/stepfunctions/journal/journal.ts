import type { HistoryEvent } from '../history/history-event';
import type { Effect, ExecutionEvent } from '../interpreter/effects';
import type { Execution } from '../interpreter/execution';
import type { JsonObject, JsonValue } from '../json';
import type { AttemptRecord, SavedMapRun } from '../map-run/saved-map-run';

/** Raised whenever a record changes its meaning. A journal of another version is refused, not guessed at. */
export const JOURNAL_VERSION = 1;

/** What a journal is made of: plain data, which JSON can hold. */
export type JournalRecord =
  /** The first of all. */
  | { type: 'journal'; version: number; region: string; accountId: string }
  /** What a table holds under a key; null for nothing any more. */
  | { type: 'entry'; table: string; key: string; value: JsonValue }
  /** A state machine as it is at one revision, which executions name. */
  | { type: 'revision'; id: number; stateMachine: JsonObject }
  /** An execution, as it was started or as it is now. */
  | ExecutionRecord
  | { type: 'removed'; executionArn: string }
  /** `lastEventId` is that of the history after the event, by which a reader knows that it comes to the same. */
  | { type: 'event'; executionArn: string; event: ExecutionEvent; lastEventId: number }
  | { type: 'attemptBegan'; mapRun: SavedMapRun }
  | AttemptRecord
  | { type: 'attemptEnded'; mapRun: SavedMapRun };

export interface ExecutionRecord {
  type: 'execution';
  execution: Execution;
  /** None for a child of a map run: it has the state machine of that. */
  revision?: number;
  traceHeader?: string;
  /** Of an execution that has done something already. */
  history?: HistoryEvent[];
  /** Effects that have not come to their end: timers, calls, tasks offered. */
  outstanding?: Effect[];
}

/** Records that are kept together or not at all. */
export type JournalLine = JournalRecord[];

/** A journal that cannot be read, or cannot be written to. The message says what to do. */
export class JournalError extends Error {
  override readonly name = 'JournalError';
}

/** Where records are kept, in their order. */
export interface Journal {
  /** As messages name it. */
  readonly name: string;
  /** All lines that are there. */
  lines(): Iterable<JournalLine>;
  append(line: JournalLine): void;
  /** Whether so much has been appended that the whole should be replaced by what it comes to. */
  readonly isLong: boolean;
  replace(lines: Iterable<JournalLine>): void;
  close(): void;
}
