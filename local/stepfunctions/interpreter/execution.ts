import type { TestCaseRun } from '../integrations/integrations';
import type { JsonObject, JsonValue } from '../json';
import type { Payload } from './payload';
import type { RandomState } from './random';

/** The status of a Standard execution. */
export type ExecutionStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';

/**
 * Everything the interpreter knows of an execution: plain data, which JSON can hold, never changed in place. Together
 * with its machine and the events to come it determines what will happen.
 */
export interface Execution {
  arn: string;
  name: string;
  roleArn: string;
  region: string;
  stateMachineArn: string;
  stateMachineName: string;
  /** Only when it was started by a version's ARN, or by an alias that led to one. */
  stateMachineVersionArn?: string;
  /** Only when it was started by an alias's ARN. */
  stateMachineAliasArn?: string;
  /** Of an EXPRESS state machine only: whether somebody waits for its end. */
  express?: 'sync' | 'async';
  /** Of a child of a Distributed Map only. */
  mapRun?: ChildOf;
  /** X-Ray's, as the execution was started with it. */
  traceHeader?: string;
  /** Of an execution that runs a test case of the mock configuration. */
  testCase?: TestCaseRun;
  input: Payload;
  /** Of a tested state only: the context object, in the place of the execution's own. */
  context?: JsonObject;
  /** Milliseconds since the epoch. */
  startedAt: number;
  status: ExecutionStatus;
  /** Milliseconds since the epoch; only when the execution has ended. */
  stoppedAt?: number;
  /** JSON text; only of a successful execution. */
  output?: string;
  failure?: Failure;
  redriveCount: number;
  /** Milliseconds since the epoch, of the last redrive. */
  redrivenAt?: number;
  /** Id of the latest history event. */
  lastEventId: number;
  /** The next number for a task or a timer; the two share one sequence. */
  nextId: number;
  /** The timer of the machine's TimeoutSeconds. */
  timeout?: number;
  random: RandomState;
  /** By id. A slot is null once its thread has finished. */
  threads: (Thread | null)[];
  /** Ids of the threads that can go on, in their order. */
  ready: number[];
}

/** The map run that started an execution. */
export interface ChildOf {
  arn: string;
  express: boolean;
  /** How many items the child has got. */
  items: number;
}

/** An error on its way up: AWS allows both parts to be missing. */
export interface Failure {
  error?: string;
  cause?: string;
  /** A missed heartbeat, which AWS reports as `States.Timeout` and matches as `States.HeartbeatTimeout` too. */
  heartbeat?: true;
}

/** One line of control: the machine's own, or that of one branch or iteration. */
export interface Thread {
  /** The thread whose Parallel or Map state this one works for, and the branch's or item's index. */
  parent: { thread: number; index: number } | null;
  /** Pointer of the region whose states it runs. */
  region: string;
  state: string;
  /** Of that state. */
  input: Payload;
  /** All that are visible here, outer ones included. */
  variables: JsonObject;
  /** The event that the next one follows. */
  lastEvent: number;
  /** Null while the state has not been entered. */
  activation: Activation | null;
}

/** A state that has been entered and not exited. */
export interface Activation {
  /** Milliseconds since the epoch. */
  enteredAt: number;
  enteredEvent: number;
  /** What `lastEvent` was before the state was entered. */
  previousEvent: number;
  /** How often the state has been tried again, as `$states.context.State.RetryCount` tells. */
  retryCount: number;
  /** Retries used up, by index of the retrier. */
  attempts: number[];
  work: Work;
}

/** What a state does at the moment. */
export type Work =
  /** Waits for its turn to run, or to run again. */
  | { kind: 'ready' }
  /** A Task, scheduled and not yet started. */
  | { kind: 'scheduled'; task: ScheduledTask }
  | { kind: 'called'; task: CalledTask }
  /** A Wait, or the delay before a retry. */
  | { kind: 'sleeping'; timer: number; purpose: 'wait' | 'retry' }
  | { kind: 'branching'; branches: Branches }
  /** A Distributed Map, whose children run outside this execution. */
  | { kind: 'mapRun'; mapRun: StartedMapRun }
  /** Ended unsuccessfully; what a redrive starts from: the map run, too, unless a new one has to take its place. */
  | { kind: 'stopped'; mapRun?: StartedMapRun };

export interface StartedMapRun {
  arn: string;
  /** The event that MapRunStarted or MapRunRedriven follows, at every attempt the same. */
  previousEvent: number;
  redriveCount: number;
}

export interface ScheduledTask {
  id: number;
  arguments: JsonValue;
  token?: string;
  /** The role of the state's Credentials. */
  roleArn?: string;
  timeoutSeconds?: number;
  heartbeatSeconds?: number;
}

export interface CalledTask {
  id: number;
  token?: string;
  timeout?: number;
  heartbeat?: { timer: number; seconds: number };
  /** Of an activity that no worker has fetched yet: its timers start then. */
  offered?: { timeoutSeconds?: number; heartbeatSeconds?: number };
}

/** The branches of a Parallel or the iterations of a Map. */
export interface Branches {
  /** Ids of the threads at work, the lowest index first. */
  running: number[];
  /** Results by index; null until there. */
  outputs: (Payload | null)[];
  /** How many have begun; for a Map, the index of the next item. */
  begun: number;
  finished: number;
  /** Of a Map only. */
  items?: JsonValue[];
  /** Of a Map: for each iteration that may begin, the event it will follow. */
  vacancies: number[];
}
