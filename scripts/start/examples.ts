import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Example, ExampleRun } from '@blueprint/lambdas/platform/example';
import { clientSettings, type LocalRun, resourcePrefix } from './clients';
import { apiClient, apiUrl } from './http-api';

const root = resolve(__dirname, '..', '..');
/** An example that has not ended by then will not (ms). */
const PATIENCE_MS = 120_000;

/** The examples of the workflows that have one. */
export function findExamples(): readonly (Example & { readonly workflow: string })[] {
  const workflows = readdirSync(join(root, 'stacks'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return workflows.flatMap(({ name: workflow }) => {
    const file = join(root, 'lambdas', workflow, 'example.ts');
    // Such a file exports an `example`: the compiler checks it where it is written.
    return existsSync(file) ? [{ workflow, ...(require(file) as { example: Example }).example }] : [];
  });
}

/**
 * Runs the example of each workflow, all at once, and shows one line each.
 *
 * @returns whether all went as they should
 */
export async function runExamples(run: LocalRun): Promise<boolean> {
  const examples = findExamples();
  const width = Math.max(...examples.map(({ workflow }) => workflow.length));
  const outcomes = await Promise.all(
    examples.map(async (example) => {
      const started = Date.now();
      const signal = AbortSignal.any([run.signal, AbortSignal.timeout(PATIENCE_MS)]);
      const [held, line] = await example
        .run(exampleRun({ ...run, signal }))
        .then((said) => [true, said] as const)
        .catch((error: unknown) => [false, error instanceof Error ? error.message : String(error)] as const);
      const seconds = ((Date.now() - started) / 1000).toFixed(1);
      const text = `  ${example.workflow.padEnd(width)}  ${line} (${seconds} s)`;
      if (held) console.log(text);
      else console.error(`${text}\n    Not as it should be. The local AWS's log is .local/aws/local.log.`);
      return held;
    }),
  );
  run.signal.throwIfAborted();
  return outcomes.every(Boolean);
}

function exampleRun(run: LocalRun): ExampleRun {
  const { environment, signal } = run;
  const { region, account } = environment;
  return {
    environment,
    signal,
    aws: clientSettings(run),
    resourceName: (part) => `${resourcePrefix(environment)}-${part}`,
    arn: (service, resource) => `arn:aws:${service}:${region}:${account}:${resource}`,
    api: apiClient({ ...run, signal }, apiUrl(environment)),
  };
}
