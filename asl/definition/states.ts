import type { TaskCall } from '../integrations/catalogue';
import type { Catcher, Retrier } from './error-handling';
import type { Jsonata, JsonObject, JsonValue } from './json';

/** Where a state goes: to a state of its own scope, or to the end of it. */
export type Transition<K> = { readonly Next: K; readonly End?: never } | { readonly End: true; readonly Next?: never };

/** What every state may have. */
export interface StateFields {
  readonly Comment?: string;
  readonly QueryLanguage?: 'JSONata';
}

/** What every state but Fail may have: the data it hands on, and the variables it sets. */
export interface OutputFields extends StateFields {
  readonly Output?: JsonValue;
  readonly Assign?: JsonObject;
}

/** What Task, Map and Parallel share: they can fail, so they retry and catch. */
export interface FallibleFields<K> extends OutputFields {
  readonly Retry?: readonly Retrier[];
  readonly Catch?: readonly Catcher<K>[];
}

/** What every Task may have, whatever it calls. Units: seconds. */
export interface TaskFields<K> extends FallibleFields<K> {
  readonly Type: 'Task';
  readonly TimeoutSeconds?: number | Jsonata;
  readonly HeartbeatSeconds?: number | Jsonata;
  /** The role that the Task's call is made with, of this or another account. */
  readonly Credentials?: { readonly RoleArn: string };
}

/**
 * Calls one AWS API; `Resource` says which, and `Arguments` are typed by it.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/state-task.html
 */
export type TaskState<K> = TaskFields<K> & TaskCall & Transition<K>;

/** Hands on its input, or what `Output` makes of it. */
export type PassState<K> = OutputFields & { readonly Type: 'Pass' } & Transition<K>;

/** One rule of a Choice. */
export interface ChoiceRule<K> {
  readonly Condition: Jsonata;
  readonly Next: K;
  readonly Output?: JsonValue;
  readonly Assign?: JsonObject;
  readonly Comment?: string;
}

/**
 * Goes where the first rule that holds says, otherwise to `Default`.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/state-choice.html
 */
export interface ChoiceState<K> extends OutputFields {
  readonly Type: 'Choice';
  readonly Choices: readonly ChoiceRule<K>[];
  readonly Default?: K;
}

/** Waits for a number of seconds, or until a time (RFC 3339). */
export type WaitState<K> = OutputFields & { readonly Type: 'Wait' } & Transition<K> &
  (
    | { readonly Seconds: number | Jsonata; readonly Timestamp?: never }
    | { readonly Timestamp: string; readonly Seconds?: never }
  );

/** Ends its scope well; no state comes after it that could read a variable, so it assigns none. */
export interface SucceedState extends StateFields {
  readonly Type: 'Succeed';
  readonly Output?: JsonValue;
}

/** Fails the execution with an error name and a cause; either may be a JSONata expression. */
export interface FailState extends StateFields {
  readonly Type: 'Fail';
  readonly Error?: string;
  readonly Cause?: string;
}

/**
 * Runs all its branches at once; its result is the array of theirs.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/state-parallel.html
 */
export type ParallelState<K, Branches> = FallibleFields<K> & {
  readonly Type: 'Parallel';
  readonly Arguments?: JsonValue;
  readonly Branches: Branches;
} & Transition<K>;
