import type { Machine } from '../definition/machine';
import type { RandomState } from '../interpreter/random';
import type { InputPosition } from './child-inputs';
import type { SavedOutcomes } from './child-outcomes';
import type { Counts } from './counts';
import type { MapRunStatus } from './map-run-state';
import type { MapRunOutcome, MapRunRequest } from './request';
import type { WrittenFile } from './results/result-file';
import type { SavedResults } from './results/result-list';
import type { Tolerance } from './tolerance';

/** A map run between two attempts, or as the attempt at hand has begun: plain data, which JSON can hold. */
export interface SavedMapRun {
  /** Without its selector, which stands in the definition. */
  request: Omit<MapRunRequest, 'selector'>;
  executionArn: string;
  /** Of the parent, which is told of the end. */
  thread: number;
  settings: Tolerance & { maxConcurrency: number };
  status: MapRunStatus;
  startedAt: number;
  stoppedAt?: number;
  redriveCount: number;
  redrivenAt?: number;
  random: RandomState;
  counts: { executions: Counts; items: Counts };
  outcomes: SavedOutcomes;
  results: SavedResults;
  written: { files: WrittenFile[]; executions: number; items: number };
  /** What the parent is told; only when the attempt has ended, and not been aborted. */
  outcome?: MapRunOutcome;
}

/** What changes of a map run while an attempt goes on. */
export interface MapRunChange {
  status?: MapRunStatus;
  stoppedAt?: number;
  settings?: SavedMapRun['settings'];
  /** Asked for a redrive that begins when the attempt has ended: the thread of the parent. */
  redriveThread?: number | null;
}

/** An input as it was found, for a child that may begin later. */
export interface FoundInput {
  index: number;
  items: number;
  /** JSON text. Left out once the child has begun: the child has it. */
  input?: string;
  position: InputPosition;
  random: RandomState;
}

/** What happens in an attempt, in its order. */
export type AttemptRecord =
  | ({ type: 'inputFound'; mapRunArn: string } & FoundInput)
  | { type: 'childBegun'; mapRunArn: string; executionArn: string; random: RandomState }
  | { type: 'childEnded'; mapRunArn: string; executionArn: string }
  | { type: 'mapRunChanged'; mapRunArn: string; change: MapRunChange };

/** The request, with the selector of the state that made it. */
export function withSelector(request: SavedMapRun['request'], { regions }: Machine): MapRunRequest {
  for (const { states } of regions.values()) {
    for (const state of states.values()) {
      if (state.type !== 'Map' || state.processor !== request.processor) continue;
      return state.itemSelector ? { ...request, selector: state.itemSelector } : request;
    }
  }
  return request;
}
