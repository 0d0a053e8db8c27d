import type { Catcher, Retrier } from '../definition/error-handling';
import type { AnyScope, AnyState } from '../definition/workflow';
import { edgesOf, reachableFrom } from '../graph/edges';
import { innerScopes, stateNamed } from '../graph/scopes';
import { called, type StateRule } from './finding';

type Handler = Pick<Retrier, 'ErrorEquals'>;

function handlersOf(state: AnyState): readonly { field: 'Retry' | 'Catch'; handlers: readonly Handler[] }[] {
  if (state.Type !== 'Task' && state.Type !== 'Map' && state.Type !== 'Parallel') return [];
  const catchers: readonly Catcher<string>[] = state.Catch ?? [];
  return [
    { field: 'Retry', handlers: state.Retry ?? [] },
    { field: 'Catch', handlers: catchers },
  ];
}

/** Errors that the runtime raises for a Task beside those of what it calls; States.TaskFailed doesn't match them. */
const notTaskFailures = new Set(['States.Timeout', 'States.HeartbeatTimeout', 'States.ALL']);

/** Why an error of one entry is never looked up there, given the errors of the entries before it. */
function shadow(error: string, before: ReadonlySet<string>): string | undefined {
  if (before.has(error)) return error;
  if (before.has('States.ALL')) return 'States.ALL';
  return before.has('States.TaskFailed') && !notTaskFailures.has(error) ? 'States.TaskFailed' : undefined;
}

function problems(field: string, handlers: readonly Handler[]): readonly string[] {
  const before = new Set<string>();
  return handlers.flatMap(({ ErrorEquals }, index) => {
    const entry = `${field}[${index}]`;
    const found: string[] = [];
    if (ErrorEquals.length === 0) found.push(`${entry} names no error. Name the errors it is for.`);
    if (ErrorEquals.includes('States.ALL') && ErrorEquals.length > 1) {
      found.push(`${entry} has States.ALL beside other errors, which AWS rejects. Leave it alone there.`);
    }
    if (ErrorEquals.includes('States.ALL') && index < handlers.length - 1) {
      found.push(`${entry} is States.ALL and not the last, which AWS rejects. Move it to the end.`);
    }
    for (const error of ErrorEquals) {
      const by = shadow(error, before);
      if (by !== undefined && by !== 'States.ALL') {
        found.push(`${entry} is never used for ${error}, which ${by} in an entry before it matches. Put it first.`);
      }
    }
    for (const error of ErrorEquals) before.add(error);
    return found;
  });
}

/**
 * Entries of Retry and Catch are tried in order, so the particular comes before the general, and States.ALL alone and last.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
 */
export const errorOrder: StateRule = ({ name, state, inside }) =>
  handlersOf(state).flatMap(({ field, handlers }) =>
    problems(field, handlers).map((problem) => ({
      rule: 'error-order',
      state: name,
      message: `State ${called(name, inside)}: ${problem}`,
    })),
  );

/** States that do nothing anyone could notice: a way on through them alone is no way on. */
const idle: ReadonlySet<AnyState['Type']> = new Set(['Pass', 'Choice', 'Wait', 'Succeed', 'Fail']);

/** A Map or a Parallel does what the states inside it do, and a Map may write its results. */
function isIdle(state: AnyState): boolean {
  if (state.Type !== 'Map' && state.Type !== 'Parallel') return idle.has(state.Type);
  const writes = state.Type === 'Map' && state.ResultWriter?.Arguments !== undefined;
  return !writes && innerScopes(state).every(({ States }) => Object.values(States).every(isIdle));
}

/**
 * A Catch must have another way to go on: refund, notify, try elsewhere. One that only leads to a Fail state makes the
 * failed state *exited*, and RedriveExecution resumes at states that were entered and not exited: it would run the Fail
 * again. Without the Catch the state itself fails, and redrive resumes there. An Express execution never
 * resumes: it can't be redriven, and as the child of a Map Run it is run anew. There a Catch may give a failure its name.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/redrive-executions.html
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/redrive-map-run.html
 */
export const catchOnlyFails: StateRule = ({ name, state, scope, inside, express }) => {
  if (express) return [];
  if (state.Type !== 'Task' && state.Type !== 'Map' && state.Type !== 'Parallel') return [];
  return (state.Catch ?? []).flatMap((catcher) => {
    const onward = statesFrom(scope, catcher.Next);
    if (onward.length === 0 || onward.some((reached) => !isIdle(reached) || endsWell(reached))) return [];
    return [
      {
        rule: 'catch-only-fails',
        state: name,
        message: `State ${called(name, inside)} catches ${catcher.ErrorEquals.join(', ')} only to fail at "${catcher.Next}", where RedriveExecution would resume. Remove the Catch, or have it do something else first.`,
      },
    ];
  });
};

function statesFrom(scope: AnyScope, start: string): readonly AnyState[] {
  return [...reachableFrom(scope, start)].flatMap((reached) => stateNamed(scope, reached) ?? []);
}

/** Whether a state ends its scope without an error. A Map or a Parallel does when the scopes inside it can. */
function endsWell(state: AnyState): boolean {
  if (state.Type === 'Fail' || !edgesOf(state).some(({ kind }) => kind === 'end')) return false;
  return innerScopes(state).every((inner) => statesFrom(inner, inner.StartAt).some(endsWell));
}
