import type { JsonObject } from '../../json';
import type { Chance } from './chance';
import { payloadTemplate, selection } from './json-path';
import { template } from './jsonata';
import type { Place } from './place';

/** `Assign`, of variables of the state's own scope. */
export function assignment(chance: Chance, place: Place, more: readonly string[] = []): JsonObject {
  if (place.own.length === 0 || !chance.happens(20)) return {};
  const name = chance.pick(place.own);
  if (place.language === 'JSONata') return { Assign: { [name]: template(chance, place, more) } };
  return {
    Assign: chance.happens(50)
      ? { [`${name}.$`]: selection(chance, place) }
      : { [name]: payloadTemplate(chance, place) },
  };
}

/** `Output` of JSONata. @param keeping an expression that keeps what the states after it look for */
export function outputs(chance: Chance, place: Place, more: readonly string[] = [], keeping?: string): JsonObject {
  if (keeping !== undefined && chance.happens(80)) return { Output: keeping };
  return chance.maybe(15, () => ({ Output: template(chance, place, more) }));
}
