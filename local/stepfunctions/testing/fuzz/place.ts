import type { QueryLanguage } from '../../definition/language';
import type { JsonObject } from '../../json';
import type { Chance } from './chance';

/** Where a state is made: what it may use. */
export interface Place {
  language: QueryLanguage;
  /** How many more regions may stand within each other. */
  depth: number;
  /** Variables that the state can see. */
  readable: readonly string[];
  /** Those that it may assign: of its own scope. */
  own: readonly string[];
  /** Whether EXPRESS executions run it. */
  express: boolean;
  /** How often, of a hundred times, something is made that goes wrong. */
  trouble: number;
  /** The states after it, the next one first. */
  later: readonly string[];
}

/** What a generated definition is made with. */
export interface Maker {
  chance: Chance;
  /** A name that no other state or label has. */
  name(): string;
  /** A block of states within a state. */
  region(place: Place, inside: { express?: boolean; isolated?: boolean }): JsonObject;
}
