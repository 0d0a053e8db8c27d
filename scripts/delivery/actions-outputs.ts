import { appendFileSync } from 'node:fs';

/**
 * Hands values on to later steps and jobs of GitHub Actions; elsewhere does nothing.
 *
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#setting-an-output-parameter
 */
export function writeOutputs(values: Readonly<Record<string, string>>, file = process.env.GITHUB_OUTPUT): void {
  if (!file) return;
  appendFileSync(
    file,
    Object.entries(values)
      .map(([name, value]) => `${name}=${value}\n`)
      .join(''),
  );
}

/** Shows Markdown on the page of the run; elsewhere does nothing. */
export function writeSummary(markdown: string, file = process.env.GITHUB_STEP_SUMMARY): void {
  if (file) appendFileSync(file, `${markdown}\n`);
}
