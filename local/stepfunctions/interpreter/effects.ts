import type { HistoryEvent } from '../history/history-event';
import type { TaskOutcome, TaskRequest } from '../integrations/integrations';
import type { JsonValue } from '../json';
import type { MapRunOutcome, MapRunRequest } from '../map-run/request';
import type { ExecutionStatus, Failure } from './execution';

/** What happens to an execution. `at` is the time of the event, in milliseconds since the epoch. */
export type ExecutionEvent = { at: number } & (
  | { type: 'start' }
  /** More is ready than one step was allowed to do. */
  | { type: 'continue' }
  /** A timer that a `setTimer` effect asked for is due. */
  | { type: 'timer'; timer: number; thread: number | null }
  /** The call that a `call` effect asked for has come back. */
  | { type: 'answered'; thread: number; task: number; outcome: TaskOutcome }
  /** The call has started a job, and goes on until that has ended. */
  | { type: 'submitted'; thread: number; task: number; output: JsonValue }
  /** SendTaskSuccess or SendTaskFailure. */
  | { type: 'tokenReturned'; thread: number; task: number; outcome: { output: string } | Failure }
  | { type: 'heartbeat'; thread: number; task: number }
  /** A worker has fetched the task that an `offer` effect offered. */
  | { type: 'activityStarted'; thread: number; task: number; workerName?: string }
  /** There is no such activity. */
  | { type: 'activityMissing'; thread: number; task: number }
  /** The map run that `startMapRun` or `redriveMapRun` asked for has come to its end. */
  | { type: 'mapRunEnded'; thread: number; mapRunArn: string; outcome: MapRunOutcome }
  | { type: 'stop'; failure: Failure }
  /** The engine itself cannot go on. */
  | { type: 'crash'; failure: Failure }
  | { type: 'redrive' }
);

/** What the interpreter wants done. Nothing else leaves it. */
export type Effect =
  /** `heartbeat`: the event is a timeout because of a missed heartbeat, which it does not tell itself. */
  | { type: 'record'; event: HistoryEvent; heartbeat?: true }
  /** `at` in milliseconds since the epoch; `thread` is null for the execution's own timeout. */
  | { type: 'setTimer'; timer: number; thread: number | null; at: number }
  | { type: 'clearTimer'; timer: number }
  | { type: 'call'; thread: number; task: number; request: Omit<TaskRequest, 'signal' | 'submitted'> }
  /** Offers a task to the workers of an activity. `input` is JSON text. */
  | { type: 'offer'; thread: number; task: number; activityArn: string; token: string; input: string }
  /** Nobody waits for this call any more. */
  | { type: 'abandon'; task: number }
  | { type: 'startMapRun'; thread: number; request: MapRunRequest }
  /** Runs again what of the map run has not succeeded. */
  | { type: 'redriveMapRun'; thread: number; mapRunArn: string }
  /** The state that started the map run has ended without it. */
  | { type: 'abortMapRun'; mapRunArn: string }
  | { type: 'status'; status: ExecutionStatus };
