import { isCounterexample, report } from './property';
import { proofOf } from './workflows';

/** Runs the schedule of one seed, shrinks it if it fails, and prints all that happened in the smallest that was found. */
export async function traceSeed(workflow: string, seed: number): Promise<void> {
  const traces: (readonly string[])[] = [];
  const property = await proofOf(workflow)({ onTrace: (trace) => traces.push(trace) });
  const result = await property.check(seed);
  if (!isCounterexample(result)) {
    console.log(`Seed ${seed} holds: ${result.subjects} ${workflow}s, ${result.calls} AWS calls.`);
    return;
  }
  const smallest = await property.shrunk(seed);
  // Shrinking runs the smallest one last.
  console.log(traces.at(-1)?.join('\n'));
  console.error(report(workflow, smallest));
  process.exitCode = 1;
}
