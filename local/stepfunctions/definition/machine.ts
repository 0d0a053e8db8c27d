import type { PathReference } from '../expressions/path-reference';
import type { ReferencePath } from '../expressions/reference-path';
import type { Template } from '../expressions/template';
import type { TaskResource } from '../integrations/resource';
import type { JsonObject, JsonValue } from '../json';
import type { ChoiceRule } from './choice-rule';

/** A definition made ready to run: names resolved, defaults filled in, expressions compiled. */
export interface Machine {
  regions: ReadonlyMap<string, Region>;
  timeoutSeconds?: number;
}

/** One block of states: the machine's own, a branch of a Parallel, the processor of a Map. */
export interface Region {
  /** JSON pointer of the object that holds StartAt and States; empty for the machine itself. */
  pointer: string;
  startAt: string;
  states: ReadonlyMap<string, State>;
  /** As it was written. */
  source: JsonObject;
}

/** Variables to assign, by name. */
export type Assignments = [name: string, template: Template][];

interface Named {
  name: string;
  /** In JSONPath only: what of the input the state works with; null is `{}`, none is all. */
  inputPath?: PathReference | null;
}

/** What a state leaves behind when it is left normally, and where it leads: no `next` ends its region. */
export interface Transition {
  next?: string;
  assign: Assignments;
  output?: Template;
  /** How error messages name the object these fields stand in: empty for the state, `Catch[0]/` for a catcher. */
  location: string;
  /** In JSONPath only, and there always: how the result becomes the output. */
  paths?: ResultPaths;
}

/** @see https://docs.aws.amazon.com/step-functions/latest/dg/concepts-input-output-filtering.html */
export interface ResultPaths {
  resultSelector?: Template;
  /** Where the result goes in the state's input; null leaves it out, none puts it in the place of all. */
  resultPath?: ReferencePath | null;
  /** What of that is passed on; null is `{}`, none is all. */
  outputPath?: PathReference | null;
}

export interface Retrier {
  errorEquals: string[];
  intervalSeconds: number;
  maxAttempts: number;
  backoffRate: number;
  maxDelaySeconds?: number;
  jitter: boolean;
}

export interface Catcher extends Transition {
  errorEquals: string[];
}

interface Retryable {
  retry: Retrier[];
  catch: Catcher[];
}

export interface PassState extends Named, Transition {
  type: 'Pass';
  /** In JSONPath only: Parameters. */
  arguments?: Template;
  /** In JSONPath only. */
  result?: JsonValue;
}

export interface TaskState extends Named, Transition, Retryable {
  type: 'Task';
  /** The ARN as written. */
  arn: string;
  resource: TaskResource;
  /** Arguments, or in JSONPath Parameters. */
  arguments?: Template;
  /** The ARN of the role that makes the call, if it is not the machine's own. */
  credentials?: Template;
  timeoutSeconds?: Template;
  heartbeatSeconds?: Template;
}

export interface Choice extends Transition {
  condition: Template | ChoiceRule;
}

export interface ChoiceState extends Named, Transition {
  type: 'Choice';
  choices: Choice[];
}

export interface WaitState extends Named, Transition {
  type: 'Wait';
  seconds?: Template;
  timestamp?: Template;
}

export interface SucceedState extends Named, Transition {
  type: 'Succeed';
}

export interface FailState extends Named {
  type: 'Fail';
  error?: Template;
  cause?: Template;
}

export interface ParallelState extends Named, Transition, Retryable {
  type: 'Parallel';
  arguments?: Template;
  /** Pointers of the branches' regions. */
  branches: string[];
}

export interface MapState extends Named, Transition, Retryable {
  type: 'Map';
  items?: Template;
  itemSelector?: Template;
  maxConcurrency?: Template;
  /** Pointer of the processor's region. */
  processor: string;
  /** Only in DISTRIBUTED mode: what its map runs are made by. */
  distributed?: DistributedMap;
}

/** The fields that only a Distributed Map has. @see https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html */
export interface DistributedMap {
  executionType: ExecutionType;
  label?: string;
  reader?: ItemReader;
  batcher?: ItemBatcher;
  writer?: ResultWriter;
  toleratedFailureCount?: Template;
  toleratedFailurePercentage?: Template;
}

export type ExecutionType = 'STANDARD' | 'EXPRESS';

export interface ItemReader {
  arguments: Template;
  format: ItemFormat;
  maxItems?: Template;
}

/** How what an ItemReader names is read: one object, or a bucket that is listed, or many objects. */
export type ItemFormat =
  | ObjectFormat
  | { type: 'listing' }
  | { type: 'MANIFEST' }
  /** The objects that are listed, or that a data manifest of Athena lists, are all of one format. */
  | { type: 'LOAD_AND_FLATTEN'; objects: ObjectFormat }
  | { type: 'ATHENA_DATA'; objects: ObjectFormat };

/** How the items stand in an object. */
export type ObjectFormat =
  | { type: 'JSONL' }
  /** The array lies at the pointer's steps; without them it is the whole file. */
  | { type: 'JSON'; pointer?: string[] }
  /** The header is the first row unless it is given. */
  | { type: 'CSV'; delimiter: string; headers?: string[] };

export interface ItemBatcher {
  maxItems?: Template;
  maxBytes?: Template;
  batchInput?: Template;
}

export interface ResultWriter {
  transformation: 'NONE' | 'COMPACT' | 'FLATTEN';
  outputType: 'JSON' | 'JSONL';
  /** Bucket and Prefix; without them the results stay in the state's output. */
  arguments?: Template;
}

export type ContainerState = ParallelState | MapState;
export type RetryableState = TaskState | ContainerState;
export type State = PassState | ChoiceState | WaitState | SucceedState | FailState | RetryableState;
export type StateType = State['type'];

/** The region at a pointer. */
export function regionOf(machine: Machine, pointer: string): Region {
  const region = machine.regions.get(pointer);
  if (!region) throw new Error(`The machine has no states at ${pointer || '/'}`);
  return region;
}

/** The state of that name within a region. */
export function stateOf(machine: Machine, pointer: string, name: string): State {
  const state = regionOf(machine, pointer).states.get(name);
  if (!state) throw new Error(`The machine has no state ${name} at ${pointer || '/'}`);
  return state;
}
