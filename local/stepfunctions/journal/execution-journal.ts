import type { Effect, ExecutionEvent } from '../interpreter/effects';
import type { AttemptRecord, SavedMapRun } from '../map-run/saved-map-run';
import type { Run } from '../runtime/run';
import type { StoredExecution } from '../store/executions';

/** What is told of all that happens to executions and has to outlive the process, each at the moment at which it happens. */
export interface ExecutionJournal {
  added(stored: StoredExecution): void;
  removed(executionArn: string): void;
  /** An event has been worked in; its effects will be carried out next. */
  worked(run: Run, event: ExecutionEvent, effects: Effect[]): void;
  attemptBegan(mapRun: SavedMapRun): void;
  attemptRecord(record: AttemptRecord): void;
  attemptEnded(mapRun: SavedMapRun): void;
}
