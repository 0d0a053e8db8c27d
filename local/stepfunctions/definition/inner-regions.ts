import { isObject, type JsonObject } from '../json';

/** The blocks of states within a state: its branches or its processor, with their locations. */
export function innerRegions(state: JsonObject, location: string): { region: JsonObject; location: string }[] {
  const branches = Array.isArray(state.Branches) ? state.Branches : [];
  const found = branches.map((region, index) => ({ region, location: `${location}/Branches[${index}]` }));
  if (state.ItemProcessor !== undefined) {
    found.push({ region: state.ItemProcessor, location: `${location}/ItemProcessor` });
  }
  return found.flatMap(({ region, location: at }) => (isObject(region) ? [{ region, location: at }] : []));
}
