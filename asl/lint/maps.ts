import { isDistributed } from '../graph/scopes';
import { called, type StateRule } from './finding';

const distributedOnly = [
  'ItemReader',
  'ItemBatcher',
  'ResultWriter',
  'Label',
  'ToleratedFailureCount',
  'ToleratedFailurePercentage',
] as const;

/**
 * An inline Map has none of a Distributed Map's fields, and a Map has items from one place.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/state-map.html
 */
export const mapFields: StateRule = ({ name, state, inside }) => {
  if (state.Type !== 'Map') return [];
  const problems: string[] = [];
  const extra = isDistributed(state) ? [] : distributedOnly.filter((field) => state[field] !== undefined);
  if (extra.length > 0) {
    problems.push(`has ${extra.join(', ')}, which only a Distributed Map has. Set Mode to DISTRIBUTED, or remove it.`);
  }
  if (state.Items !== undefined && state.ItemReader !== undefined) {
    problems.push('has both Items and ItemReader. Keep the one that its items come from.');
  }
  return problems.map((problem) => ({
    rule: 'map-fields',
    state: name,
    message: `Map ${called(name, inside)} ${problem}`,
  }));
};
