import type fc from 'fast-check';
import type { QueryLanguage } from '../../definition/language';
import type { JsonObject } from '../../json';
import { byChance, type Chance } from './chance';
import type { Maker, Place } from './place';
import { anyState, endState } from './states';

/** A definition and the type of state machine that may have it. */
export interface Generated {
  type: 'STANDARD' | 'EXPRESS';
  definition: JsonObject;
}

/**
 * Definitions that are right: of every type of state, in both query languages, in which things go well and badly. None
 * runs for ever, unless something that it waits for never comes.
 */
export const definitions: fc.Arbitrary<Generated> = byChance(generate);

export function generate(chance: Chance): Generated {
  const express = chance.happens(20);
  const language = chance.pick(['JSONPath', 'JSONata'] as const);
  const maker = new DefinitionMaker(chance, language);
  const top = { language, depth: 2, readable: [], own: [], express, trouble: chance.pick([0, 3, 15]), later: [] };
  const definition = {
    ...(language === 'JSONPath' && chance.happens(50) ? {} : { QueryLanguage: language }),
    ...chance.maybe(50, () => ({ TimeoutSeconds: chance.pick([100_000, 50]) })),
    ...maker.region(top, {}),
  };
  return { type: express ? 'EXPRESS' : 'STANDARD', definition };
}

class DefinitionMaker implements Maker {
  private names = 0;

  constructor(
    readonly chance: Chance,
    private readonly language: QueryLanguage,
  ) {}

  name(): string {
    return `s${this.names++}`;
  }

  region(
    around: Place,
    { express = around.express, isolated = false }: { express?: boolean; isolated?: boolean },
  ): JsonObject {
    const { chance } = this;
    const own = [`x${around.depth}`, `y${around.depth}`];
    const readable = isolated ? own : [...around.readable, ...own];
    const names = chance.list(1, 3, () => this.name());
    const end = this.name();
    const place = (later: readonly string[]): Place => ({
      language: this.stateLanguage(),
      depth: around.depth - 1,
      readable,
      own,
      express,
      trouble: around.trouble,
      later,
    });
    const states: [string, JsonObject][] = names.map((name, at) => {
      const later = [...names.slice(at + 1), end];
      const inside = place(later);
      const state = this.marked(anyState(this, inside), inside);
      return [name, state.Type === 'Choice' ? state : { ...state, Next: later[0] ?? end }];
    });
    const last = place([]);
    if (chance.happens(8)) this.turnBack(states, chance.pick(names), end);
    states.push([end, this.marked(endState(chance, last), last)]);
    return { StartAt: names[0] ?? end, States: Object.fromEntries(states) };
  }

  /** Lets a region run again from one of its states, twice. */
  private turnBack(states: [string, JsonObject][], from: string, end: string): void {
    const name = this.name();
    const turns = `($exists($turns_${name}) ? $turns_${name} : 0)`;
    const Choices = [
      { Condition: `{% ${turns} < 2 %}`, Assign: { [`turns_${name}`]: `{% ${turns} + 1 %}` }, Next: from },
    ];
    const before = states.at(-1)?.[1];
    if (before?.Type === 'Choice') return;
    if (before) before.Next = name;
    states.push([name, { Type: 'Choice', QueryLanguage: 'JSONata', Choices, Default: end }]);
  }

  /** A machine of JSONata has no states of JSONPath. */
  private stateLanguage(): QueryLanguage {
    return this.language === 'JSONPath' && !this.chance.happens(25) ? 'JSONPath' : 'JSONata';
  }

  private marked(state: JsonObject, { language }: Place): JsonObject {
    return language === this.language ? state : { QueryLanguage: language, ...state };
  }
}
