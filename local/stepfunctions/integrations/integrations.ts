import type { ConditionKeys } from '../api/iam-resource';
import type { JsonValue } from '../json';
import type { ObjectStore } from './object-store';
import type { ParameterNames } from './task-parameters';

/** How a Task waits for its result: at once, until a token comes back, or until the job it started has ended. */
export type Pattern = 'waitForTaskToken' | 'sync' | 'sync:2';

/** One attempt of a Task state, as the engine hands it to an integration. */
export interface TaskRequest {
  /** What follows `arn:aws:states:::`, without the pattern: `lambda:invoke`, `dynamodb:putItem`, `aws-sdk:sqs:sendMessage`. */
  resource: string;
  pattern?: Pattern;
  /** The state's Arguments, evaluated; the state's input where it has none. */
  arguments: JsonValue;
  /** The role with whose permissions the call has to be made: the state machine's, or that of the state's Credentials. */
  roleArn: string;
  /** Only with Credentials: the state machine's role, which has to assume `roleArn`. */
  assumedBy?: string;
  executionArn: string;
  stateName: string;
  /** Only with the pattern `waitForTaskToken`. */
  taskToken?: string;
  /** X-Ray's header, as the execution was started with it. */
  traceHeader?: string;
  /** The test case that the execution was started for. */
  testCase?: TestCaseRun;
  /** To be called with the service's answer when a job has been started whose end the Task waits for. */
  submitted(output: JsonValue): void;
  /** What `submitted` has been called with by an earlier process: the job is under way, and need not be started again. */
  underWay?: JsonValue;
  /** Aborted when nobody waits for the answer any more: timeout, stop, a failed sibling. */
  signal: AbortSignal;
  /** Only while a state is tested whose HTTP request and response are to be shown. */
  trace?: {
    /** Whether what the connection adds is shown, too. */
    revealSecrets: boolean;
    /** To be told by an integration that speaks HTTP by itself, such as `http:invoke`, once it has been answered. */
    exchanged(exchange: HttpExchange): void;
  };
}

/**
 * What an HTTP Task has sent and received, as TestState shows it: headers are the text of a JSON object.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_InspectionDataRequest.html
 */
export interface HttpExchange {
  request: { protocol: string; method: string; url: string; headers: string; body?: string };
  response: { protocol: string; statusCode: string; statusMessage: string; headers: string; body?: string };
}

/**
 * What came of an attempt: the output as AWS's optimized integration gives it, or an error by its Step Functions name.
 * `ended` of a Task that waits for a token: the output is its result already.
 */
export type TaskOutcome = { output: JsonValue; ended?: true } | { error: string; cause: string };

/** One case of a mock configuration, and the execution that runs it: a child of a map run counts as its parent. */
export interface TestCaseRun {
  name: string;
  executionArn: string;
}

/** The services that Task states can call. */
export interface Integrations {
  /** Asked when a state machine is created: a Task on an unsupported resource is refused there. */
  supports(resource: string, pattern?: string): boolean;
  /** Why a Task that AWS would run cannot be run here. Undefined for what AWS does not have either. */
  unavailable?(resource: string, pattern?: string): string | undefined;
  /** What a Task on the resource can be given, for which a definition is checked. Undefined where that is not known. */
  parameters?(resource: string): ParameterNames | undefined;
  /**
   * Makes the call. A rejected promise fails the Task with `States.Runtime`, since an integration that throws is broken:
   * errors of the service called are outcomes.
   */
  call(request: TaskRequest): Promise<TaskOutcome>;
  /** Where Distributed Maps read and write; without it a state machine that does either is refused. */
  objects?: ObjectStore;
  /**
   * Asked before the engine does something to itself in the name of a role: a map run starts its children, a Task another
   * execution. Rejects when the role may not do it, with AWS's sentence as the message and AWS's code, `AccessDeniedException`
   * or `AccessDenied`; allows everything when there is no such function.
   */
  authorize?(request: SelfPermission): Promise<void>;
  /** Whether there is a log group of this ARN, which ends in `:*`. Without it, any is taken to be there. */
  hasLogGroup?(arn: string): Promise<boolean>;
}

/** Something that a state machine does to this service, to the rule by which it hears of what it started, or to its log. */
export interface SelfPermission {
  roleArn: string;
  /** Only with Credentials: the state machine's role, which has to assume `roleArn`, and the execution in question. */
  assumedBy?: string;
  executionArn?: string;
  action: `states:${string}` | `events:${string}` | `logs:${string}`;
  /** ARN of what it is done to. */
  resource: string;
  /** What tells a version or an alias of it. */
  context?: ConditionKeys;
}
