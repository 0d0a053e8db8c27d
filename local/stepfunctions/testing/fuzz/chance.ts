import fc, { type GeneratorValue } from 'fast-check';

/** What a generator decides by. The first choices and the smallest numbers are what counterexamples shrink to. */
export class Chance {
  constructor(private readonly draw: GeneratorValue) {}

  /** A whole number, both bounds included. */
  whole(min: number, max: number): number {
    return this.draw(fc.integer, { min, max });
  }

  pick<Choice>(choices: readonly Choice[]): Choice {
    const choice = choices[this.whole(0, choices.length - 1)];
    if (choice === undefined) throw new Error('There is nothing to choose from');
    return choice;
  }

  happens(percent: number): boolean {
    return this.whole(0, 99) >= 100 - percent;
  }

  list<Element>(min: number, max: number, make: (index: number) => Element): Element[] {
    return Array.from({ length: this.whole(min, max) }, (_, index) => make(index));
  }

  /** The fields, or none: `...chance.maybe(30, () => ({ Comment: 'x' }))`. */
  maybe<Fields extends object>(percent: number, make: () => Fields): Fields | Record<string, never> {
    return this.happens(percent) ? make() : {};
  }
}

/** What a function makes by chance, so that fast-check can draw, repeat and shrink it. */
export const byChance = <Made>(make: (chance: Chance) => Made): fc.Arbitrary<Made> =>
  fc.gen().map((draw) => make(new Chance(draw)));
