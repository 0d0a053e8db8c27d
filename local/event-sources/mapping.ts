/** Where a filter's patterns and a mapping's destination stand, as the API takes them. */
export interface FilterCriteria {
  Filters?: { Pattern?: string }[];
}

/** The settings of an event source mapping that work here; named as the API names them. */
export interface MappingSettings {
  BatchSize: number;
  MaximumBatchingWindowInSeconds: number;
  FunctionResponseTypes: string[];
  FilterCriteria?: FilterCriteria;
  /** Streams only. */
  StartingPosition?: 'TRIM_HORIZON' | 'LATEST';
  ParallelizationFactor?: number;
  /** -1: until the record expires. */
  MaximumRetryAttempts?: number;
  /** Seconds; -1: until the record expires. */
  MaximumRecordAgeInSeconds?: number;
  BisectBatchOnFunctionError?: boolean;
  DestinationConfig?: { OnFailure?: { Destination?: string } };
  /** Queues only. */
  ScalingConfig?: { MaximumConcurrency?: number };
}

/** An event source mapping, stored whole. */
export interface EventSourceMapping extends MappingSettings {
  UUID: string;
  EventSourceMappingArn: string;
  EventSourceArn: string;
  FunctionArn: string;
  State: 'Enabled' | 'Disabled';
  StateTransitionReason: string;
  /** Epoch seconds. */
  LastModified: number;
  LastProcessingResult: string;
  Tags: { [key: string]: string };
}

export type SourceKind = 'stream' | 'queue';
