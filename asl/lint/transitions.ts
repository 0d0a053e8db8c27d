import type { AnyState } from '../definition/workflow';
import { edgesOf, reachableFrom } from '../graph/edges';
import { stateNamed } from '../graph/scopes';
import { called, type ScopeRule, type StateRule } from './finding';

/**
 * Each state goes on or ends, and not both, and goes where there is a state.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/concepts-states.html
 */
export const transition: StateRule = ({ name, state, scope, inside }) => {
  const here = called(name, inside);
  const findings: string[] = [];
  if (state.Type !== 'Choice' && state.Type !== 'Succeed' && state.Type !== 'Fail') {
    // The types allow one of the two; a definition that the compiler has not seen may have both, or neither.
    const { Next, End }: { readonly Next?: string; readonly End?: boolean } = state;
    if (Next !== undefined && End === true) {
      findings.push(`State ${here} has both Next and End. Keep Next if it goes on to "${Next}", otherwise End.`);
    } else if (Next === undefined && End !== true) {
      findings.push(`State ${here} leads nowhere. Give it Next, or End: true if it is the last.`);
    }
  }
  if (state.Type === 'Choice' && state.Choices.length === 0) {
    findings.push(`Choice ${here} has no rules. Give it at least one in Choices, or make it a Pass.`);
  }
  for (const { to, kind } of edgesOf(state)) {
    if (to !== undefined && stateNamed(scope, to) === undefined) {
      findings.push(
        `State ${here} goes to "${to}" (${kind}), which is no state of ${scopeName(inside)}. It has ${listed(scope.States)}.`,
      );
    }
  }
  return findings.map((message) => ({ rule: 'transition', state: name, message }));
};

function scopeName(inside: readonly string[]): string {
  return inside.length === 0 ? 'this workflow' : `the scope inside "${inside.at(-1)}"`;
}

function listed(states: { readonly [name: string]: AnyState }): string {
  return Object.keys(states)
    .map((name) => `"${name}"`)
    .join(', ');
}

/** A scope starts at one of its states, and every other can be reached from there. */
export const reachability: ScopeRule = ({ scope, inside }) => {
  if (stateNamed(scope, scope.StartAt) === undefined) {
    return [
      {
        rule: 'transition',
        state: scope.StartAt,
        message: `StartAt is "${scope.StartAt}", which is no state of ${scopeName(inside)}. It has ${listed(scope.States)}.`,
      },
    ];
  }
  const reached = reachableFrom(scope, scope.StartAt);
  return Object.keys(scope.States)
    .filter((name) => !reached.has(name))
    .map((name) => ({
      rule: 'unreachable-state',
      state: name,
      message: `State ${called(name, inside)} is never reached from "${scope.StartAt}". Lead to it, or remove it.`,
    }));
};

/** A Choice that no rule of matches fails the execution with States.NoChoiceMatched, which nothing can retry. */
export const choiceDefault: StateRule = ({ name, state, inside }) =>
  state.Type === 'Choice' && state.Default === undefined
    ? [
        {
          rule: 'choice-default',
          state: name,
          message: `Choice ${called(name, inside)} has no Default, so what no rule matches fails with States.NoChoiceMatched. Give it a Default.`,
        },
      ]
    : [];

/**
 * From every state there is a way to the end of its scope without an error. Loops that only a Catch or nothing leaves run
 * until their history is full (25,000 events).
 */
export const endlessLoop: ScopeRule = ({ scope, inside }) => {
  const stuck = [...reachableFrom(scope, scope.StartAt)].filter((name) => {
    const onward = [...reachableFrom(scope, name, ({ kind }) => kind !== 'catch')];
    const leads = onward.flatMap((reached) => {
      const state = stateNamed(scope, reached);
      return state === undefined ? [] : edgesOf(state).filter(({ kind }) => kind !== 'catch');
    });
    // A target that does not exist, or a state that leads nowhere, is another rule's finding.
    return leads.length > 0 && leads.every(({ to }) => to !== undefined && stateNamed(scope, to) !== undefined);
  });
  const names = Object.keys(scope.States).filter((name) => stuck.includes(name));
  const [first] = names;
  if (first === undefined) return [];
  return [
    {
      rule: 'endless-loop',
      state: first,
      message: `${names.length === 1 ? 'State' : 'States'} ${names.map((name) => called(name, inside)).join(', ')} can never get to an end. Give the loop a Choice that leaves it.`,
    },
  ];
};
