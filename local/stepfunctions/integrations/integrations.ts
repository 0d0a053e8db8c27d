import type { JsonValue } from '../json';
import type { ObjectStore } from './object-store';

/** How a Task waits for its result: at once, until a token comes back, or until the job it started has ended. */
export type Pattern = 'waitForTaskToken' | 'sync' | 'sync:2';

/** One attempt of a Task state, as the engine hands it to an integration. */
export interface TaskRequest {
  /** What follows `arn:aws:states:::`, without the pattern: `lambda:invoke`, `dynamodb:putItem`, `aws-sdk:sqs:sendMessage`. */
  resource: string;
  pattern?: Pattern;
  /** The state's Arguments, evaluated; the state's input where it has none. */
  arguments: JsonValue;
  /** The state machine's role, with whose permissions the call has to be made. */
  roleArn: string;
  executionArn: string;
  stateName: string;
  /** Only with the pattern `waitForTaskToken`. */
  taskToken?: string;
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

/** What came of an attempt: the output as AWS's optimized integration gives it, or an error by its Step Functions name. */
export type TaskOutcome = { output: JsonValue } | { error: string; cause: string };

/** The services that Task states can call. */
export interface Integrations {
  /** Asked when a state machine is created: a Task on an unsupported resource is refused there. */
  supports(resource: string, pattern?: string): boolean;
  /**
   * Makes the call. A rejected promise fails the Task with `States.Runtime`, since an integration that throws is broken:
   * errors of the service called are outcomes.
   */
  call(request: TaskRequest): Promise<TaskOutcome>;
  /** Where Distributed Maps read and write; without it a state machine that does either is refused. */
  objects?: ObjectStore;
  /**
   * Asked before a map run starts, stops or redrives its children: the state machine's role needs the permission for that.
   * Rejects when it does not have it, with AWS's sentence as the message; allows everything when there is no such function.
   */
  authorize?(request: SelfPermission): Promise<void>;
}

/** Something that a map run does to executions of its own state machine. */
export interface SelfPermission {
  roleArn: string;
  action: 'states:StartExecution' | 'states:StopExecution' | 'states:RedriveExecution';
  /** ARN of what it is done to. */
  resource: string;
}
