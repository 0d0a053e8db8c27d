import type { QueryLanguage } from './definition/language';
import type { StateType } from './definition/machine';

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
    ...jsonPath('MaxItemsPath'),
    ItemsPointer: refused('the items are the array that the JSON file holds'),
    Transformation: refused('the objects of a listing are not loaded; let the children read them'),
  },
  itemBatcher: {
    ...fields('MaxItemsPerBatch', 'MaxInputBytesPerBatch', 'BatchInput'),
    ...jsonPath('MaxItemsPerBatchPath', 'MaxInputBytesPerBatchPath'),
  },
  resultWriter: { ...fields('Resource', 'WriterConfig'), ...INPUTS },
  writerConfig: fields('OutputType', 'Transformation'),
  choice: { ...fields('Comment', 'Next', 'Assign'), ...jsonata('Condition', 'Output') },
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

/** The operations of the service. @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_Operations.html */
export const OPERATIONS = {
  CreateStateMachine: 'supported',
  UpdateStateMachine: 'supported',
  DeleteStateMachine: 'supported',
  DescribeStateMachine: 'supported',
  ListStateMachines: 'supported',
  ValidateStateMachineDefinition: 'supported',
  ListStateMachineVersions: 'supported',
  StartExecution: 'supported',
  StopExecution: 'supported',
  RedriveExecution: 'supported',
  DescribeExecution: 'supported',
  DescribeStateMachineForExecution: 'supported',
  ListExecutions: 'supported',
  GetExecutionHistory: 'supported',
  DescribeMapRun: 'supported',
  ListMapRuns: 'supported',
  UpdateMapRun: 'supported',
  SendTaskSuccess: 'supported',
  SendTaskFailure: 'supported',
  SendTaskHeartbeat: 'supported',
  TagResource: 'supported',
  UntagResource: 'supported',
  ListTagsForResource: 'supported',
  PublishStateMachineVersion: 'supported',
  DeleteStateMachineVersion: 'supported',
  CreateStateMachineAlias: 'supported',
  UpdateStateMachineAlias: 'supported',
  DeleteStateMachineAlias: 'supported',
  DescribeStateMachineAlias: 'supported',
  ListStateMachineAliases: 'supported',
  StartSyncExecution: 'supported',
  CreateActivity: 'supported',
  DeleteActivity: 'supported',
  DescribeActivity: 'supported',
  ListActivities: 'supported',
  GetActivityTask: 'supported',
  TestState: refused('single states are not tested'),
} satisfies Record<string, 'supported' | Refused>;

export type SupportedOperation = {
  [Name in keyof typeof OPERATIONS]: (typeof OPERATIONS)[Name] extends 'supported' ? Name : never;
}[keyof typeof OPERATIONS];
