import type { Execution } from '../interpreter/execution';

/** What went into an execution, and what came of it, as descriptions tell it. @param whole whether data is among it. */
export function executionData({ input, output, failure }: Execution, whole: boolean) {
  const details = { included: true };
  return {
    ...(whole ? { input: input.text, inputDetails: details } : {}),
    ...(whole && output !== undefined ? { output, outputDetails: details } : {}),
    ...(failure?.error === undefined ? {} : { error: failure.error }),
    ...(failure?.cause === undefined ? {} : { cause: failure.cause }),
  };
}
