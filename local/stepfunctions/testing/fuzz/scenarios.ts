import type fc from 'fast-check';
import { broken } from './broken';
import { byChance, type Chance } from './chance';
import { generate } from './definitions';
import { stateTest } from './state-tests';
import type { Act, Scenario } from './trial';
import { anyInput } from './values';

/** Most have a right definition; the others one that has been edited at random, which may be right all the same. */
export const scenarios: fc.Arbitrary<Scenario> = byChance((chance) => {
  const generated = generate(chance);
  const right = !chance.happens(20);
  const definition = right ? generated.definition : broken(chance, generated.definition);
  return {
    seed: chance.whole(0, 1_000_000),
    type: generated.type,
    right,
    acts: chance.list(0, 4, () => anyAct(chance)),
    input: anyInput(chance),
    definition,
    tests: chance.list(0, 2, () => stateTest(chance, definition)),
  };
});

function anyAct(chance: Chance): Act {
  return {
    do: chance.pick(['look', 'stop', 'redrive', 'redrive', 'hurry', 'publish'] as const),
    after: chance.pick([0, 1, 500, 5_000, 30_000, 100_000]),
  };
}
