import type { StateType } from './definition/machine';

/**
 * What of the Amazon States Language and of the service's API this engine carries out. Everything that AWS knows and
 * the engine does not is listed as refused, with what to say about it: nothing is silently ignored.
 */
export type Support = 'supported' | { refused: string };

const refused = (reason: string): Support => ({ refused: reason });
const jsonPath = refused('it belongs to the query language JSONPath; this engine runs JSONata');

/** Fields of a state that AWS knows in general but this engine refuses. */
const JSONPATH_FIELDS = {
  InputPath: jsonPath,
  OutputPath: jsonPath,
  Parameters: jsonPath,
  ResultPath: jsonPath,
  ResultSelector: jsonPath,
} satisfies Record<string, Support>;

type Fields = Readonly<Record<string, Support>>;

const fields = (...names: string[]): Fields => Object.fromEntries(names.map((name) => [name, 'supported']));

const ANY_STATE = fields('Type', 'Comment', 'QueryLanguage');
const LEAVING = fields('Output', 'Assign', 'Next', 'End');
const RETRYABLE = fields('Retry', 'Catch');

/** The fields of each type of state. @see https://states-language.net/spec.html#state-types */
export const STATE_FIELDS: Readonly<Record<StateType, Fields>> = {
  Pass: { ...ANY_STATE, ...LEAVING, ...JSONPATH_FIELDS, Result: jsonPath },
  Task: {
    ...ANY_STATE,
    ...LEAVING,
    ...RETRYABLE,
    ...JSONPATH_FIELDS,
    ...fields('Resource', 'Arguments', 'TimeoutSeconds', 'HeartbeatSeconds'),
    TimeoutSecondsPath: jsonPath,
    HeartbeatSecondsPath: jsonPath,
    Credentials: refused('calls are made with the role of the state machine'),
  },
  Choice: { ...ANY_STATE, ...JSONPATH_FIELDS, ...fields('Choices', 'Default', 'Output', 'Assign') },
  Wait: {
    ...ANY_STATE,
    ...LEAVING,
    ...JSONPATH_FIELDS,
    ...fields('Seconds', 'Timestamp'),
    SecondsPath: jsonPath,
    TimestampPath: jsonPath,
  },
  Succeed: { ...ANY_STATE, ...JSONPATH_FIELDS, ...fields('Output') },
  Fail: { ...ANY_STATE, ...fields('Error', 'Cause'), ErrorPath: jsonPath, CausePath: jsonPath },
  Parallel: { ...ANY_STATE, ...LEAVING, ...RETRYABLE, ...JSONPATH_FIELDS, ...fields('Arguments', 'Branches') },
  Map: {
    ...ANY_STATE,
    ...LEAVING,
    ...RETRYABLE,
    ...JSONPATH_FIELDS,
    ...fields('Items', 'ItemSelector', 'ItemProcessor', 'MaxConcurrency'),
    ...fields('ItemReader', 'ItemBatcher', 'ResultWriter', 'Label'),
    ...fields('ToleratedFailureCount', 'ToleratedFailurePercentage'),
    ItemsPath: jsonPath,
    MaxConcurrencyPath: jsonPath,
    ToleratedFailureCountPath: jsonPath,
    ToleratedFailurePercentagePath: jsonPath,
    Iterator: refused('ItemProcessor has taken its place'),
  },
};

/** The fields of what stands in and around states. */
export const PART_FIELDS = {
  machine: fields('Comment', 'StartAt', 'States', 'Version', 'TimeoutSeconds', 'QueryLanguage'),
  branch: fields('Comment', 'StartAt', 'States'),
  itemProcessor: fields('Comment', 'StartAt', 'States', 'ProcessorConfig'),
  processorConfig: fields('Mode', 'ExecutionType'),
  itemReader: { ...fields('Resource', 'ReaderConfig', 'Arguments'), Parameters: jsonPath },
  readerConfig: {
    ...fields('InputType', 'CSVHeaderLocation', 'CSVHeaders', 'CSVDelimiter', 'ManifestType', 'MaxItems'),
    MaxItemsPath: jsonPath,
    ItemsPointer: refused('the items are the array that the JSON file holds'),
    Transformation: refused('the objects of a listing are not loaded; let the children read them'),
  },
  itemBatcher: {
    ...fields('MaxItemsPerBatch', 'MaxInputBytesPerBatch', 'BatchInput'),
    MaxItemsPerBatchPath: jsonPath,
    MaxInputBytesPerBatchPath: jsonPath,
  },
  resultWriter: { ...fields('Resource', 'Arguments', 'WriterConfig'), Parameters: jsonPath },
  writerConfig: fields('OutputType', 'Transformation'),
  choice: { ...fields('Comment', 'Condition', 'Next', 'Output', 'Assign'), Variable: jsonPath },
  retrier: fields(
    'Comment',
    'ErrorEquals',
    'IntervalSeconds',
    'MaxAttempts',
    'BackoffRate',
    'MaxDelaySeconds',
    'JitterStrategy',
  ),
  catcher: { ...fields('Comment', 'ErrorEquals', 'Next', 'Output', 'Assign'), ResultPath: jsonPath },
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
  PublishStateMachineVersion: refused('versions cannot be published'),
  DeleteStateMachineVersion: refused('versions cannot be published'),
  CreateStateMachineAlias: refused('aliases need published versions'),
  UpdateStateMachineAlias: refused('aliases need published versions'),
  DeleteStateMachineAlias: refused('aliases need published versions'),
  DescribeStateMachineAlias: refused('aliases need published versions'),
  ListStateMachineAliases: refused('aliases need published versions'),
  StartSyncExecution: refused('it is for EXPRESS state machines'),
  CreateActivity: refused('activities are not run'),
  DeleteActivity: refused('activities are not run'),
  DescribeActivity: refused('activities are not run'),
  ListActivities: refused('activities are not run'),
  GetActivityTask: refused('activities are not run'),
  TestState: refused('single states are not tested'),
} satisfies Record<string, Support>;

export type SupportedOperation = {
  [Name in keyof typeof OPERATIONS]: (typeof OPERATIONS)[Name] extends 'supported' ? Name : never;
}[keyof typeof OPERATIONS];
