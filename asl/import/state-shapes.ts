import { isJsonObject } from '../definition/json';
import {
  type Check,
  type Fields,
  json,
  jsonata,
  listOf,
  listOrJsonata,
  matching,
  number,
  numberOrJsonata,
  object,
  objectOf,
  objectOrJsonata,
  oneOf,
  optional,
  required,
  text,
} from './shape';

/*
 * The shapes that the types in `definition/` give to each state, for documents that no compiler has seen. Inner scopes are
 * checked where they are walked.
 */

const common: Fields = {
  Type: required(text),
  Comment: optional(text),
  QueryLanguage: optional(oneOf('JSONata')),
};

const output: Fields = { ...common, Output: optional(json), Assign: optional(object) };
const transition: Fields = { Next: optional(text), End: optional(oneOf(true)) };

const retrier = objectOf({
  ErrorEquals: required(listOf(text)),
  IntervalSeconds: optional(number),
  MaxAttempts: optional(number),
  BackoffRate: optional(number),
  MaxDelaySeconds: optional(number),
  JitterStrategy: optional(oneOf('FULL', 'NONE')),
  Comment: optional(text),
});

const way: Fields = {
  Next: required(text),
  Output: optional(json),
  Assign: optional(object),
  Comment: optional(text),
};

const fallible: Fields = {
  ...output,
  ...transition,
  Retry: optional(listOf(retrier)),
  Catch: optional(listOf(objectOf({ ErrorEquals: required(listOf(text)), ...way }))),
};

function s3Resource(api: string): RegExp {
  return new RegExp(`^arn:(aws|aws-cn|aws-us-gov):states:::${api}$`);
}

const readerConfig = objectOf({
  InputType: optional(oneOf('CSV', 'JSON', 'JSONL', 'PARQUET', 'MANIFEST')),
  CSVDelimiter: optional(oneOf('COMMA', 'PIPE', 'SEMICOLON', 'SPACE', 'TAB')),
  CSVHeaderLocation: optional(oneOf('FIRST_ROW', 'GIVEN')),
  CSVHeaders: optional(listOf(text)),
  ItemsPointer: optional(text),
  ManifestType: optional(oneOf('ATHENA_DATA', 'S3_INVENTORY')),
  MaxItems: optional(numberOrJsonata),
  Transformation: optional(oneOf('NONE', 'LOAD_AND_FLATTEN')),
});

const bucket: Fields = { Bucket: required(text), ExpectedBucketOwner: optional(text) };

/** An ItemReader by the API that it reads with. */
const readers: { readonly [api: string]: Fields } = {
  's3:getObject': { ...bucket, Key: required(text), VersionId: optional(text) },
  's3:listObjectsV2': { ...bucket, Prefix: optional(text) },
};

const itemReader: Check = (value, path) => {
  const resource = isJsonObject(value) ? value.Resource : undefined;
  const api = Object.keys(readers).find((each) => s3Resource(each).test(String(resource)));
  return objectOf({
    Resource: required(matching(s3Resource('s3:(getObject|listObjectsV2)'))),
    ReaderConfig: optional(readerConfig),
    Arguments: required(api === undefined ? object : objectOf(readers[api] ?? {})),
  })(value, path);
};

const writerConfig = objectOf({
  OutputType: required(oneOf('JSON', 'JSONL')),
  Transformation: required(oneOf('NONE', 'COMPACT', 'FLATTEN')),
});

const writingWriter = objectOf({
  Resource: required(matching(s3Resource('s3:putObject'))),
  Arguments: required(objectOf({ Bucket: required(text), Prefix: optional(text) })),
  WriterConfig: optional(writerConfig),
});

const collectingWriter = objectOf({ WriterConfig: required(writerConfig) });

/** A ResultWriter without a Resource says only in what form the results are collected. */
const resultWriter: Check = (value, path) => {
  const collects = isJsonObject(value) && 'WriterConfig' in value && !('Resource' in value || 'Arguments' in value);
  return (collects ? collectingWriter : writingWriter)(value, path);
};

/** The fields of each type of state. */
export const stateShapes: { readonly [type: string]: Fields } = {
  Task: {
    ...fallible,
    Resource: required(text),
    Arguments: required(object),
    TimeoutSeconds: optional(numberOrJsonata),
    HeartbeatSeconds: optional(numberOrJsonata),
    Credentials: optional(objectOf({ RoleArn: required(text) })),
  },
  Pass: { ...output, ...transition },
  Choice: {
    ...output,
    Choices: required(listOf(objectOf({ Condition: required(jsonata), ...way }))),
    Default: optional(text),
  },
  Wait: { ...output, ...transition, Seconds: optional(numberOrJsonata), Timestamp: optional(text) },
  Succeed: { ...common, Output: optional(json) },
  Fail: { ...common, Error: optional(text), Cause: optional(text) },
  Parallel: { ...fallible, Arguments: optional(json), Branches: required(listOf(object)) },
  Map: {
    ...fallible,
    Items: optional(listOrJsonata),
    ItemSelector: optional(json),
    MaxConcurrency: optional(numberOrJsonata),
    ItemProcessor: required(object),
    ItemReader: optional(itemReader),
    ItemBatcher: optional(
      objectOf({
        MaxItemsPerBatch: optional(numberOrJsonata),
        MaxInputBytesPerBatch: optional(numberOrJsonata),
        BatchInput: optional(objectOrJsonata),
      }),
    ),
    ResultWriter: optional(resultWriter),
    Label: optional(text),
    ToleratedFailureCount: optional(numberOrJsonata),
    ToleratedFailurePercentage: optional(numberOrJsonata),
  },
};

const scope: Fields = { StartAt: required(text), States: required(object), Comment: optional(text) };

/** The fields of a Map's processor, and of a Parallel's branch. */
export const innerScopeShape: Fields = {
  ...scope,
  ProcessorConfig: optional(
    objectOf({
      Mode: required(oneOf('INLINE', 'DISTRIBUTED')),
      ExecutionType: optional(oneOf('STANDARD', 'EXPRESS')),
    }),
  ),
};

/** The fields of a workflow. */
export const workflowShape: Fields = {
  ...scope,
  QueryLanguage: optional(oneOf('JSONata')),
  Version: optional(oneOf('1.0')),
  TimeoutSeconds: optional(number),
};
