import { resolve } from 'node:path';
import { isCounterexample } from '../chaos/property';
import { proofOf } from '../chaos/workflows';
import { mutants } from './mutants';
import { mutantSources } from './mutate';

/** What a worker is told: one mutant, and when to give up on it. */
export interface Hunt {
  mutant: string;
  seeds: number;
  seconds: number;
}

/** What became of it: the seed that showed it, or none. */
export interface Verdict {
  mutant: string;
  schedules: number;
  seconds: number;
  seed?: number;
  violation?: string;
}

const root = resolve(__dirname, '../..');

process.on('message', (hunt: Hunt) => {
  chase(hunt).then(
    (verdict) => process.send?.(verdict),
    (error) => {
      console.error(error);
      process.exit(2);
    },
  );
});

/** Runs schedules against a mutant until one breaks. */
async function chase({ mutant: name, seeds, seconds }: Hunt): Promise<Verdict> {
  const mutant = mutants.find((candidate) => candidate.name === name);
  if (!mutant) throw new Error(`There is no mutant "${name}".`);
  const property = await proofOf(mutant.workflow ?? 'command')({ replaced: await mutantSources(root, mutant) });
  const started = performance.now();
  const spent = () => (performance.now() - started) / 1000;
  for (let seed = 1; seed <= seeds && spent() < seconds; seed++) {
    const result = await property.check(seed);
    if (!isCounterexample(result)) continue;
    const violation = result.error instanceof Error ? result.error.message : String(result.error);
    return { mutant: name, schedules: seed, seconds: spent(), seed, violation };
  }
  return { mutant: name, schedules: seeds, seconds: spent() };
}
