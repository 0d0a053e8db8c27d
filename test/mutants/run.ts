import { type ChildProcess, fork } from 'node:child_process';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { v8Flags } from '../chaos/sandbox/bundle';
import { mutants } from './mutants';
import { mutantSources } from './mutate';
import type { Hunt, Verdict } from './worker';

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    seeds: { type: 'string', default: '2000' },
    seconds: { type: 'string', default: '240' },
    workers: { type: 'string', default: '2' },
  },
});

/** Takes away each safeguard in turn; exit code 1 when schedules can't tell one of them from the real thing. */
async function main(): Promise<void> {
  const root = resolve(__dirname, '../..');
  for (const mutant of mutants) await mutantSources(root, mutant);
  const waiting = mutants.filter(({ name }) => new RegExp(values.only).test(name));
  console.log(`${waiting.length} mutants, each for up to ${values.seeds} schedules or ${values.seconds} s`);
  const verdicts: Verdict[] = [];
  const workers = Array.from({ length: Number(values.workers) }, async () => {
    const child = fork(join(__dirname, 'worker.ts'), { execArgv: [...process.execArgv, ...v8Flags] });
    for (let mutant = waiting.shift(); mutant; mutant = waiting.shift()) {
      const verdict = await chase(child, {
        mutant: mutant.name,
        seeds: Number(values.seeds),
        seconds: Number(values.seconds),
      });
      console.log(describe(verdict));
      verdicts.push(verdict);
    }
    child.disconnect();
  });
  await Promise.all(workers);
  const survivors = verdicts.filter(({ seed }) => seed === undefined);
  console.log(`${verdicts.length - survivors.length} of ${verdicts.length} mutants found`);
  for (const { mutant } of survivors) console.error(`Survivor: ${mutant}. No schedule can tell that it is missing.`);
  if (survivors.length > 0) process.exitCode = 1;
}

function chase(child: ChildProcess, hunt: Hunt): Promise<Verdict> {
  return new Promise((resolve, reject) => {
    const onExit = (code: number | null) => reject(new Error(`The worker on "${hunt.mutant}" ended with ${code}.`));
    child.once('exit', onExit);
    child.once('message', (verdict: Verdict) => {
      child.off('exit', onExit);
      resolve(verdict);
    });
    child.send(hunt);
  });
}

function describe({ mutant, schedules, seconds, seed, violation }: Verdict): string {
  const cost = `${schedules} schedules, ${seconds.toFixed(0)} s`;
  return seed === undefined ? `SURVIVED ${mutant} (${cost})` : `found    ${mutant} (${cost}): ${violation}`;
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 2;
});
