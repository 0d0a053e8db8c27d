import type { MapState } from './map';
import type {
  ChoiceState,
  FailState,
  ParallelState,
  PassState,
  SucceedState,
  TaskState,
  Transition,
  WaitState,
} from './states';

type SimpleState<K> = TaskState<K> | PassState<K> | ChoiceState<K> | WaitState<K> | SucceedState | FailState;

/** The names that the states of a scope go by, from the shape that the compiler infers for its `States`. */
export type StateNames<S> = Extract<keyof S, string>;

/**
 * A state of a scope whose states are named `K`. `Inner` is the shape of the scopes inside it: of a Map's processor by
 * name, of a Parallel's branches by position.
 */
export type State<K, Inner> =
  | SimpleState<K>
  | MapState<K, Scope<Inner>>
  | ParallelState<K, { readonly [Branch in keyof Inner]: Scope<Inner[Branch]> }>;

/** States and the one they start at. Targets are checked against the names, and never widen them. */
export interface Scope<S> {
  readonly StartAt: NoInfer<StateNames<S>>;
  readonly States: { readonly [Name in keyof S]: State<NoInfer<StateNames<S>>, S[Name]> };
}

/** What a workflow has beside its states. Units: seconds. */
export interface WorkflowFields {
  readonly Comment?: string;
  readonly QueryLanguage?: 'JSONata';
  readonly Version?: '1.0';
  /** The longest that an execution may run; States.Timeout after that. */
  readonly TimeoutSeconds?: number;
}

/** Any state, its names and inner scopes forgotten: what a program that reads definitions works on. */
export type AnyState = SimpleState<string> | MapState<string, AnyScope> | ParallelState<string, readonly AnyScope[]>;

/** Any scope: a workflow's own, a Map's processor, or a Parallel's branch. */
export interface AnyScope {
  readonly StartAt: string;
  readonly States: { readonly [name: string]: AnyState };
}

/** A Task that calls anything. */
export type AnyTask = TaskState<string>;
/** A Map of either mode, over any processor. */
export type AnyMap = MapState<string, AnyScope>;
/** A Parallel of any branches. */
export type AnyParallel = ParallelState<string, readonly AnyScope[]>;
/** Any state that says `Next` or `End`. */
export type AnyTransition = Transition<string>;

/** A workflow whose states are named `Name`. It is plain data: ASL, typed. */
export type Workflow<Name extends string = string> = WorkflowFields & {
  readonly StartAt: Name;
  readonly States: { readonly [N in Name]: AnyState };
};

/**
 * A workflow as one plain object with ASL's own field names, in JSONata. A `StartAt`, `Next`, `Default` or Catch `Next` that
 * names no state of its own scope does not compile; a Map's processor and a Parallel's branches are scopes of their own.
 * Nothing is checked at run time: `toAsl` lints what it is given.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/concepts-amazon-states-language.html
 */
export function workflow<S>(definition: WorkflowFields & Scope<S>): Workflow<StateNames<S>> {
  // The compiler can't relate a scope of inferred names to one of any names; every AnyState is a State of some names.
  return definition as unknown as Workflow<StateNames<S>>;
}
