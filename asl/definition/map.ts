import type { Partition } from '../integrations/policy-scope';
import type { Jsonata, JsonObject, JsonValue } from './json';
import type { FallibleFields, Transition } from './states';

/** What both modes of Map have. `MaxConcurrency` 0 means as many at once as Step Functions can run. */
interface MapFields<K> extends FallibleFields<K> {
  readonly Type: 'Map';
  readonly Items?: readonly JsonValue[] | Jsonata;
  readonly ItemSelector?: JsonValue;
  readonly MaxConcurrency?: number | Jsonata;
}

/**
 * Runs its processor once per item, inside the execution: up to 25,000 history events in all, about 7 per item.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/state-map-inline.html
 */
export type InlineMapState<K, Processor> = MapFields<K> & {
  readonly ItemProcessor: Processor & { readonly ProcessorConfig?: { readonly Mode: 'INLINE' } };
  readonly ItemReader?: never;
  readonly ItemBatcher?: never;
  readonly ResultWriter?: never;
  readonly Label?: never;
  readonly ToleratedFailureCount?: never;
  readonly ToleratedFailurePercentage?: never;
} & Transition<K>;

/** How the objects that an ItemReader finds are read. */
export interface ReaderConfig {
  readonly InputType?: 'CSV' | 'JSON' | 'JSONL' | 'PARQUET' | 'MANIFEST';
  readonly CSVDelimiter?: 'COMMA' | 'PIPE' | 'SEMICOLON' | 'SPACE' | 'TAB';
  readonly CSVHeaderLocation?: 'FIRST_ROW' | 'GIVEN';
  readonly CSVHeaders?: readonly string[];
  readonly ItemsPointer?: string;
  readonly ManifestType?: 'ATHENA_DATA' | 'S3_INVENTORY';
  readonly MaxItems?: number | Jsonata;
  readonly Transformation?: 'NONE' | 'LOAD_AND_FLATTEN';
}

/**
 * Where a Distributed Map reads its items: one object, or a listing of a bucket.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemreader.html
 */
export type ItemReader =
  | {
      readonly Resource: `arn:${Partition}:states:::s3:getObject`;
      readonly ReaderConfig?: ReaderConfig;
      readonly Arguments: {
        readonly Bucket: string;
        readonly Key: string;
        readonly VersionId?: string;
        readonly ExpectedBucketOwner?: string;
      };
    }
  | {
      readonly Resource: `arn:${Partition}:states:::s3:listObjectsV2`;
      readonly ReaderConfig?: ReaderConfig;
      readonly Arguments: { readonly Bucket: string; readonly Prefix?: string; readonly ExpectedBucketOwner?: string };
    };

/**
 * How many items one child execution gets. Units: items, bytes (262,144 at most).
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itembatcher.html
 */
export interface ItemBatcher {
  readonly MaxItemsPerBatch?: number | Jsonata;
  readonly MaxInputBytesPerBatch?: number | Jsonata;
  readonly BatchInput?: JsonObject | Jsonata;
}

/** How results are written: their format, and how much is told of each child. */
export interface WriterConfig {
  readonly OutputType: 'JSON' | 'JSONL';
  readonly Transformation: 'NONE' | 'COMPACT' | 'FLATTEN';
}

/**
 * Where a Distributed Map writes its children's results, instead of collecting them in its own. With a `WriterConfig` alone
 * it collects them still, in that form.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/input-output-resultwriter.html
 */
export type ResultWriter =
  | {
      readonly Resource: `arn:${Partition}:states:::s3:putObject`;
      readonly Arguments: { readonly Bucket: string; readonly Prefix?: string };
      readonly WriterConfig?: WriterConfig;
    }
  | { readonly Resource?: never; readonly Arguments?: never; readonly WriterConfig: WriterConfig };

/**
 * Runs its processor as child executions, up to 10,000 at once. A label is at most 40 characters of letters, digits, `_`, `-`.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html
 */
export type DistributedMapState<K, Processor> = MapFields<K> & {
  readonly ItemProcessor: Processor & {
    readonly ProcessorConfig: { readonly Mode: 'DISTRIBUTED'; readonly ExecutionType: 'STANDARD' | 'EXPRESS' };
  };
  readonly ItemReader?: ItemReader;
  readonly ItemBatcher?: ItemBatcher;
  readonly ResultWriter?: ResultWriter;
  readonly Label?: string;
  readonly ToleratedFailureCount?: number | Jsonata;
  readonly ToleratedFailurePercentage?: number | Jsonata;
} & Transition<K>;

/** A Map of either mode. */
export type MapState<K, Processor> = InlineMapState<K, Processor> | DistributedMapState<K, Processor>;
