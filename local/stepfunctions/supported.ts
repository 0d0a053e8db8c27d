import { OPERATORS } from './definition/choice-rule';
import type { QueryLanguage } from './definition/language';
import type { StateType } from './definition/machine';
import { INTRINSIC_FUNCTIONS } from './expressions/intrinsic/functions';
import { ErrorName } from './interpreter/failures';

/**
 * What of the Amazon States Language and of the service's API this engine carries out. Everything that AWS knows and
 * the engine does not is listed as refused, with what to say about it: nothing is silently ignored.
 */
export type Support = 'supported' | QueryLanguage | Refused;

/** What AWS knows and the engine does not carry out, and why. */
export interface Refused {
  refused: string;
}

const refused = (reason: string): Refused => ({ refused: reason });

type Fields = Readonly<Record<string, Support>>;

const fieldsOf =
  (support: Support) =>
  (...names: string[]): Fields =>
    Object.fromEntries(names.map((name) => [name, support]));

const fields = fieldsOf('supported');
/** Fields that only one query language has. */
const jsonata = fieldsOf('JSONata');
const jsonPath = fieldsOf('JSONPath');

const ANY_STATE = fields('Type', 'Comment', 'QueryLanguage');
const LEAVING = { ...fields('Assign', 'Next', 'End'), ...jsonata('Output') };
const RETRYABLE = fields('Retry', 'Catch');
const FILTERS = jsonPath('InputPath', 'OutputPath');
const RESULT = jsonPath('ResultPath', 'ResultSelector');
const INPUTS = { ...jsonata('Arguments'), ...jsonPath('Parameters') };

/** The fields of each type of state. @see https://states-language.net/spec.html#state-types */
export const STATE_FIELDS: Readonly<Record<StateType, Fields>> = {
  Pass: { ...ANY_STATE, ...LEAVING, ...FILTERS, ...jsonPath('Parameters', 'Result', 'ResultPath') },
  Task: {
    ...ANY_STATE,
    ...LEAVING,
    ...RETRYABLE,
    ...FILTERS,
    ...RESULT,
    ...INPUTS,
    ...fields('Resource', 'TimeoutSeconds', 'HeartbeatSeconds', 'Credentials'),
    ...jsonPath('TimeoutSecondsPath', 'HeartbeatSecondsPath'),
  },
  Choice: { ...ANY_STATE, ...FILTERS, ...fields('Choices', 'Default', 'Assign'), ...jsonata('Output') },
  Wait: {
    ...ANY_STATE,
    ...LEAVING,
    ...FILTERS,
    ...fields('Seconds', 'Timestamp'),
    ...jsonPath('SecondsPath', 'TimestampPath'),
  },
  Succeed: { ...ANY_STATE, ...FILTERS, ...jsonata('Output') },
  Fail: { ...ANY_STATE, ...fields('Error', 'Cause'), ...jsonPath('ErrorPath', 'CausePath') },
  Parallel: { ...ANY_STATE, ...LEAVING, ...RETRYABLE, ...FILTERS, ...RESULT, ...INPUTS, ...fields('Branches') },
  Map: {
    ...ANY_STATE,
    ...LEAVING,
    ...RETRYABLE,
    ...FILTERS,
    ...RESULT,
    ...jsonata('Items'),
    ...fields('ItemSelector', 'ItemProcessor', 'Iterator', 'MaxConcurrency'),
    ...fields('ItemReader', 'ItemBatcher', 'ResultWriter', 'Label'),
    ...fields('ToleratedFailureCount', 'ToleratedFailurePercentage'),
    ...jsonPath('Parameters', 'ItemsPath', 'MaxConcurrencyPath'),
    ...jsonPath('ToleratedFailureCountPath', 'ToleratedFailurePercentagePath'),
  },
};

/** The fields of what stands in and around states. */
export const PART_FIELDS = {
  machine: fields('Comment', 'StartAt', 'States', 'Version', 'TimeoutSeconds', 'QueryLanguage'),
  branch: fields('Comment', 'StartAt', 'States'),
  itemProcessor: fields('Comment', 'StartAt', 'States', 'ProcessorConfig'),
  processorConfig: fields('Mode', 'ExecutionType'),
  itemReader: { ...fields('Resource', 'ReaderConfig'), ...INPUTS },
  readerConfig: {
    ...fields('InputType', 'CSVHeaderLocation', 'CSVHeaders', 'CSVDelimiter', 'ManifestType', 'MaxItems'),
    ...fields('ItemsPointer', 'Transformation'),
    ...jsonPath('MaxItemsPath'),
  },
  itemBatcher: {
    ...fields('MaxItemsPerBatch', 'MaxInputBytesPerBatch', 'BatchInput'),
    ...jsonPath('MaxItemsPerBatchPath', 'MaxInputBytesPerBatchPath'),
  },
  resultWriter: { ...fields('Resource', 'WriterConfig'), ...INPUTS },
  writerConfig: fields('OutputType', 'Transformation'),
  choice: { ...fields('Comment', 'Next', 'Assign'), ...jsonata('Condition', 'Output') },
  comparison: jsonPath('Variable', 'And', 'Or', 'Not', ...OPERATORS),
  credentials: { ...fields('RoleArn'), ...jsonPath('RoleArn.$') },
  retrier: fields(
    'Comment',
    'ErrorEquals',
    'IntervalSeconds',
    'MaxAttempts',
    'BackoffRate',
    'MaxDelaySeconds',
    'JitterStrategy',
  ),
  catcher: { ...fields('Comment', 'ErrorEquals', 'Next', 'Assign'), ...jsonata('Output'), ...jsonPath('ResultPath') },
} satisfies Record<string, Fields>;

/** Values that AWS knows and the engine does not carry out, by the part and the field that has them. */
export const REFUSED_VALUES = {
  readerConfig: { InputType: { PARQUET: refused('it reads CSV, JSON, JSONL and manifests') } },
} satisfies { readonly [part in keyof typeof PART_FIELDS]?: { readonly [field: string]: Fields } };

const unread = fieldsOf(
  refused('it reads what Bucket, Key, VersionId, Prefix, StartAfter and ExpectedBucketOwner name'),
);
const unwritten = fieldsOf(refused('it writes by Bucket, Prefix and ExpectedBucketOwner'));

/**
 * What an ItemReader or a ResultWriter can give each operation of S3. The Prefix of what is put is Step Functions' own.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html
 */
export const S3_PARAMETERS = {
  getObject: {
    ...fields('Bucket', 'Key', 'VersionId', 'ExpectedBucketOwner'),
    ...unread('IfMatch', 'IfModifiedSince', 'IfNoneMatch', 'IfUnmodifiedSince', 'Range', 'PartNumber', 'ChecksumMode'),
    ...unread('ResponseCacheControl', 'ResponseContentDisposition', 'ResponseContentEncoding', 'RequestPayer'),
    ...unread('ResponseContentLanguage', 'ResponseContentType', 'ResponseExpires'),
    ...unread('SSECustomerAlgorithm', 'SSECustomerKey', 'SSECustomerKeyMD5'),
  },
  listObjectsV2: {
    ...fields('Bucket', 'Prefix', 'StartAfter', 'ExpectedBucketOwner'),
    ...unread('Delimiter', 'EncodingType', 'MaxKeys', 'ContinuationToken', 'FetchOwner', 'RequestPayer'),
    ...unread('OptionalObjectAttributes'),
  },
  putObject: {
    ...fields('Bucket', 'Prefix', 'ExpectedBucketOwner'),
    ...unwritten('ACL', 'Body', 'Key', 'CacheControl', 'ContentDisposition', 'ContentEncoding', 'ContentLanguage'),
    ...unwritten('ContentLength', 'ContentMD5', 'ContentType', 'Expires', 'IfMatch', 'IfNoneMatch', 'RequestPayer'),
    ...unwritten('ChecksumAlgorithm', 'ChecksumCRC32', 'ChecksumCRC32C', 'ChecksumCRC64NVME', 'ChecksumSHA1'),
    ...unwritten('ChecksumSHA256', 'ChecksumSHA512', 'ChecksumMD5', 'ChecksumXXHASH64', 'ChecksumXXHASH3'),
    ...unwritten('ChecksumXXHASH128', 'GrantFullControl', 'GrantRead', 'GrantReadACP', 'GrantWriteACP', 'Metadata'),
    ...unwritten('ServerSideEncryption', 'SSECustomerAlgorithm', 'SSECustomerKey', 'SSECustomerKeyMD5', 'SSEKMSKeyId'),
    ...unwritten('SSEKMSEncryptionContext', 'BucketKeyEnabled', 'StorageClass', 'Tagging', 'WebsiteRedirectLocation'),
    ...unwritten('ObjectLockMode', 'ObjectLockRetainUntilDate', 'ObjectLockLegalHoldStatus', 'WriteOffsetBytes'),
  },
} satisfies Record<string, Fields>;

/** The functions that Step Functions has, or adds to JSONata. @see https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html */
export const FUNCTIONS: Fields = {
  ...jsonPath(...INTRINSIC_FUNCTIONS),
  ...jsonata('$partition', '$range', '$hash', '$random', '$uuid', '$parse'),
};

/** The errors of Step Functions itself, and the names that take several of them. */
export const ERRORS: Fields = fields(...Object.values(ErrorName));

/** The operations of the service; all are carried out. @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_Operations.html */
export const OPERATIONS = [
  'CreateStateMachine',
  'UpdateStateMachine',
  'DeleteStateMachine',
  'DescribeStateMachine',
  'ListStateMachines',
  'ValidateStateMachineDefinition',
  'ListStateMachineVersions',
  'StartExecution',
  'StopExecution',
  'RedriveExecution',
  'DescribeExecution',
  'DescribeStateMachineForExecution',
  'ListExecutions',
  'GetExecutionHistory',
  'DescribeMapRun',
  'ListMapRuns',
  'UpdateMapRun',
  'SendTaskSuccess',
  'SendTaskFailure',
  'SendTaskHeartbeat',
  'TagResource',
  'UntagResource',
  'ListTagsForResource',
  'PublishStateMachineVersion',
  'DeleteStateMachineVersion',
  'CreateStateMachineAlias',
  'UpdateStateMachineAlias',
  'DeleteStateMachineAlias',
  'DescribeStateMachineAlias',
  'ListStateMachineAliases',
  'StartSyncExecution',
  'CreateActivity',
  'DeleteActivity',
  'DescribeActivity',
  'ListActivities',
  'GetActivityTask',
  'TestState',
] as const;

export type OperationName = (typeof OPERATIONS)[number];
