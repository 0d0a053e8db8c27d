import { deploy } from './deployment';
import { checkSeed, isCounterexample, report, shrunk } from './property';

/** What a worker is told: the seeds from `first` on, each `step` apart. */
export interface Work {
  first: number;
  step: number;
  count: number;
}

/** What a worker tells, per schedule. */
export type Progress =
  | { commands: number; executions: number; calls: number; faults: Record<string, number> }
  | { report: string };

process.once('message', (work: Work) => {
  run(work).then(
    () => process.disconnect(),
    (error) => {
      console.error(error);
      process.exit(2);
    },
  );
});

async function run({ first, step, count }: Work): Promise<void> {
  const deployment = await deploy();
  for (let index = 0; index < count; index++) {
    const result = await checkSeed(deployment, first + index * step);
    if (isCounterexample(result)) return tell({ report: report(await shrunk(deployment, result)) });
    tell({ ...result, faults: Object.fromEntries(result.faults) });
  }
}

function tell(progress: Progress): void {
  process.send?.(progress);
}
