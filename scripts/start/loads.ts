import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Load, LoadRun, ReadyLoad } from '@blueprint/lambdas/platform/load';
import { workflowsWith } from '../workflow-files';
import { deployment, type LocalRun } from './clients';
import { Progress } from './progress';
import { table } from './table';

const root = resolve(__dirname, '..', '..');
/** More would push what is of interest off the screen. */
const SHOWN_VIOLATIONS = 20;

/** The loads of the workflows that have one. */
export function findLoads(): readonly Load[] {
  // Such a file exports a `load`: the compiler checks it where it is written.
  return workflowsWith(root, 'load.ts').map(
    (workflow) => (require(join(root, 'lambdas', workflow, 'load.ts')) as { load: Load }).load,
  );
}

export function loadRun(run: LocalRun): LoadRun {
  return {
    ...deployment(run),
    dataSet: (file) => readFileSync(join(dirname(require.resolve('vega-datasets')), '..', 'data', file), 'utf8'),
    progress: (title, total) => new Progress(title, total),
  };
}

/**
 * Sends one load after the other, and shows a table for each.
 *
 * @returns whether every expectation held
 */
export async function sendLoads(loads: readonly ReadyLoad[]): Promise<boolean> {
  let held = true;
  for (const load of loads) {
    const { title, rows, violations } = await load.send();
    const expectations = violations.length === 0 ? 'all held' : `${violations.length} violated`;
    console.log(`\n${table(title, [...rows, ['expectations', expectations]])}`);
    for (const violation of violations.slice(0, SHOWN_VIOLATIONS)) console.error(`  ${violation}`);
    held &&= violations.length === 0;
  }
  return held;
}
