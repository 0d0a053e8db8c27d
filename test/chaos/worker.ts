import { isCounterexample, report } from './property';
import { proofOf } from './workflows';

/** What a worker is told: the seeds from `first` on, each `step` apart. */
export interface Work {
  workflow: string;
  first: number;
  step: number;
  count: number;
}

/** What a worker tells, per schedule. */
export type Progress =
  | { subjects: number; executions: number; calls: number; faults: Record<string, number> }
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

async function run({ workflow, first, step, count }: Work): Promise<void> {
  const property = await proofOf(workflow)();
  for (let index = 0; index < count; index++) {
    const result = await property.check(first + index * step);
    if (isCounterexample(result)) return tell({ report: report(workflow, await property.shrunk(result.seed)) });
    tell({ ...result, faults: Object.fromEntries(result.faults) });
  }
}

function tell(progress: Progress): void {
  process.send?.(progress);
}
