import type { AnyScope } from '../definition/workflow';
import { statesOf } from '../graph/scopes';
import { called, type Finding, type StateRule } from './finding';

const longestName = 80;
const longestLabel = 40;

/**
 * A state's name has 1 to 80 characters; a Distributed Map's label 1 to 40, none of which ARNs or S3 keys reserve.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
 */
export const stateName: StateRule = ({ name, state, inside }) => {
  const findings: Finding[] = [];
  if (name.length === 0 || name.length > longestName) {
    findings.push({
      rule: 'name',
      state: name,
      message: `State ${called(name, inside)} has a name of ${name.length} characters, and AWS takes 1 to ${longestName}. Rename it.`,
    });
  }
  const label = state.Type === 'Map' ? state.Label : undefined;
  if (label !== undefined && !new RegExp(`^[A-Za-z0-9_-]{1,${longestLabel}}$`).test(label)) {
    findings.push({
      rule: 'name',
      state: name,
      message: `Map ${called(name, inside)} has the Label "${label}", which must be 1 to ${longestLabel} letters, digits, _ or -.`,
    });
  }
  return findings;
};

/** State names are unique in the whole workflow, inner scopes included, and so are the Labels of Distributed Maps. */
export function duplicateNames(workflow: AnyScope): readonly Finding[] {
  const states = statesOf(workflow);
  const labelled = states.flatMap(({ name, state }) =>
    state.Type === 'Map' && state.Label !== undefined ? [{ name, label: state.Label }] : [],
  );
  return [
    ...duplicates(states.map(({ name }) => [name, name])).map(
      ([name, count]): Finding => ({
        rule: 'duplicate-name',
        state: name,
        message: `State "${name}" is there ${count} times, and names are unique in a workflow, inner scopes included. Rename all but one.`,
      }),
    ),
    ...duplicates(labelled.map(({ label, name }) => [label, name])).map(
      ([label, count, state]): Finding => ({
        rule: 'duplicate-name',
        state,
        message: `The Label "${label}" is there ${count} times, and names the map runs of one Map only. Rename all but one.`,
      }),
    ),
  ];
}

/** The names that are there more than once, how often, and the state of the first. */
function duplicates(named: readonly (readonly [name: string, state: string])[]): [string, number, string][] {
  const places = new Map<string, string[]>();
  for (const [name, state] of named) places.set(name, [...(places.get(name) ?? []), state]);
  return [...places]
    .filter(([, states]) => states.length > 1)
    .map(([name, states]) => [name, states.length, states[0] ?? name]);
}
