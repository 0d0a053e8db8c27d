import { createInterface } from 'node:readline/promises';
import { listed, type PlanSummary } from './plan-summary';

/**
 * Shows a plan and asks a person.
 *
 * @param isAnswered whether somebody has said yes beforehand
 * @throws Error when there is nobody to ask
 */
export async function review(
  stack: string,
  summary: PlanSummary,
  isAnswered: boolean,
  signal: AbortSignal,
): Promise<boolean> {
  for (const line of listed(summary)) console.log(`    ${line}`);
  if (isAnswered) return true;
  if (!process.stdin.isTTY) {
    throw new Error(
      `The plan of ${stack} wants a review, and nobody is at the terminal. Say --yes to apply what is planned.`,
    );
  }
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    const answer = await terminal.question(`  Apply this to ${stack}? Only "yes" does. `, { signal });
    return answer.trim() === 'yes';
  } finally {
    terminal.close();
  }
}
