import { isObject, type JsonObject } from '../json';

/** The blocks of states within a state: its branches or its processor, with their locations. */
export function innerRegions(state: JsonObject, location: string): { region: JsonObject; location: string }[] {
  const branches = Array.isArray(state.Branches) ? state.Branches : [];
  const found = branches.map((region, index) => ({ region, location: `${location}/Branches[${index}]` }));
  for (const field of ['ItemProcessor', 'Iterator']) {
    if (state[field] !== undefined) found.push({ region: state[field], location: `${location}/${field}` });
  }
  return found.flatMap(({ region, location: at }) => (isObject(region) ? [{ region, location: at }] : []));
}
