import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { bundle } from '@blueprint/scripts/bundle';
import { v8Flags } from './sandbox/bundle';
import { Totals } from './totals';
import { traceSeed } from './trace';
import type { Progress, Work } from './worker';
import { proofOf } from './workflows';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '10000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000_000) },
    workers: { type: 'string', default: String(Math.min(2, availableParallelism())) },
    workflow: { type: 'string', default: 'command' },
    trace: { type: 'boolean', default: false },
  },
});

/** Runs the schedules of a `--workflow` with `--runs` seeds from `--seed` on; exit code 1 when one of them breaks the protocol. */
async function main(): Promise<void> {
  const [first, runs, workers] = [Number(values.seed), Number(values.runs), Number(values.workers)];
  if (![first, runs, workers].every((value) => Number.isInteger(value) && value >= 0) || workers === 0) {
    throw new Error('--seed, --runs and --workers take whole numbers, and there is at least one worker.');
  }
  const { workflow } = values;
  proofOf(workflow);
  if (values.trace) {
    await traceSeed(workflow, first);
    return;
  }
  // Once, before two workers do it at the same time.
  await bundle();
  console.log(`${runs} schedules from seed ${first} on, ${workers} workers`);
  const totals = new Totals(runs, workflow);
  const shares = Array.from({ length: workers }, (_, worker) => ({
    workflow,
    first: first + worker,
    step: workers,
    count: Math.ceil((runs - worker) / workers),
  }));
  const reports = (await Promise.all(shares.map((share) => work(share, totals)))).filter((text) => text !== undefined);
  totals.print();
  for (const text of reports) console.error(text);
  if (reports.length > 0) process.exitCode = 1;
}

/** Has a process of its own run a share of the schedules. Resolves to the report of the one that failed, if any. */
function work(share: Work, totals: Totals): Promise<string | undefined> {
  const child = fork(join(__dirname, 'worker.ts'), { execArgv: [...process.execArgv, ...v8Flags] });
  let report: string | undefined;
  child.on('message', (progress: Progress) => {
    if ('report' in progress) report = progress.report;
    totals.add(progress);
  });
  child.send(share);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => {
      if (code === 0) resolve(report);
      else reject(new Error(`The worker from seed ${share.first} on ended with ${code}.`));
    });
  });
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 2;
});
