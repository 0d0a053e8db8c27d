import type { ExecutionType, ItemFormat, ResultWriter } from '../definition/machine';
import type { Template } from '../expressions/template';
import type { Failure } from '../interpreter/execution';
import type { RandomState } from '../interpreter/random';
import type { JsonObject, JsonValue } from '../json';

/** All that a map run is made by: the fields of its state, evaluated, but for what is evaluated for every item. */
export interface MapRunRequest {
  arn: string;
  label: string;
  stateName: string;
  executionType: ExecutionType;
  /** Pointer of the region that the children run. */
  processor: string;
  source: ItemSource;
  /** Shapes each item; it sees `scope`, and the item in the context. */
  selector?: Template;
  /** `root` is what `$` stands for. */
  scope: { input: JsonValue; root: JsonValue; context: JsonObject; variables: JsonObject };
  batch?: Batching;
  /** 0 for as many as there can be. */
  maxConcurrency: number;
  toleratedFailureCount?: number;
  toleratedFailurePercentage?: number;
  writer?: ResultFormat & { destination?: Destination };
  /** From which everything random in the map run comes. */
  random: RandomState;
}

export type ItemSource =
  | { items: JsonValue[] }
  | {
      format: ItemFormat;
      /** The ItemReader's Arguments. */
      arguments: JsonValue;
      maxItems: number;
    };

/** A batch has so many items and bytes at most; either limit alone is enough. */
export interface Batching {
  maxItems?: number;
  maxBytes?: number;
  /** The same in every batch. */
  input?: JsonValue;
}

export type ResultFormat = Pick<ResultWriter, 'transformation' | 'outputType'>;

export interface Destination {
  bucket: string;
  /** Empty, or ending in `/`. */
  prefix: string;
  expectedBucketOwner?: string;
}

/** What the state goes on with: the JSON text of its result, or why the map run failed. */
export type MapRunOutcome = { output: string } | { failure: Failure };
