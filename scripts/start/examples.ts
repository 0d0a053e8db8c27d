import { join, resolve } from 'node:path';
import type { Example, ExampleRun } from '@blueprint/lambdas/platform/example';
import { workflowsWith } from '../workflow-files';
import { deployment, type LocalRun } from './clients';
import { apiClient, apiUrl } from './http-api';

const root = resolve(__dirname, '..', '..');
/** An example that has not ended by then will not (ms). */
const PATIENCE_MS = 120_000;
/** Examples at once: each starts functions that have not run before, which takes a processor for a while. */
const AT_ONCE = 3;

/** The examples of the workflows that have one. */
export function findExamples(): readonly (Example & { readonly workflow: string })[] {
  // Such a file exports an `example`: the compiler checks it where it is written.
  return workflowsWith(root, 'example.ts').map((workflow) => ({
    workflow,
    ...(require(join(root, 'lambdas', workflow, 'example.ts')) as { example: Example }).example,
  }));
}

/**
 * Runs the example of each workflow, a few at once, and shows one line each.
 *
 * @returns whether all went as they should
 */
export async function runExamples(run: LocalRun): Promise<boolean> {
  const examples = findExamples();
  const width = Math.max(...examples.map(({ workflow }) => workflow.length));
  const waiting = examples.values();
  let held = true;
  const worker = async () => {
    for (const example of waiting) held = (await shown(example, width, run)) && held;
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  run.signal.throwIfAborted();
  return held;
}

async function shown(
  { workflow, run: start }: ReturnType<typeof findExamples>[number],
  width: number,
  run: LocalRun,
): Promise<boolean> {
  const began = Date.now();
  const signal = AbortSignal.any([run.signal, AbortSignal.timeout(PATIENCE_MS)]);
  const [held, line] = await start(exampleRun({ ...run, signal }))
    .then((said) => [true, said] as const)
    .catch((error: unknown) => [false, error instanceof Error ? error.message : String(error)] as const);
  const text = `  ${workflow.padEnd(width)}  ${line} (${((Date.now() - began) / 1000).toFixed(1)} s)`;
  if (held) console.log(text);
  else console.error(`${text}\n    Not as it should be. The local AWS's log is .local/aws/local.log.`);
  return held;
}

function exampleRun(run: LocalRun): ExampleRun {
  return { ...deployment(run), api: apiClient(run, apiUrl(run.environment)) };
}
