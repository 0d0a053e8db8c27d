import { z } from 'zod';
import { callGitHub, type Repository } from './repository';

const issuesSchema = z.array(
  z.looseObject({ number: z.int(), title: z.string(), pull_request: z.unknown().optional() }),
);

/**
 * Opens the issue of an environment's drift, brings it up to date, or closes it where there is none any more. There is never more than
 * one of an environment.
 *
 * @param report Markdown that says what drifted; undefined where nothing did
 * @returns what was done, in words
 */
export async function tellDrift(
  repository: Repository,
  environment: string,
  report: string | undefined,
): Promise<string> {
  const title = `Drift in ${environment}`;
  const open = await callGitHub(repository, 'GET', 'issues?state=open&labels=drift&per_page=100');
  const known = issuesSchema.parse(open).find((issue) => issue.title === title && !issue.pull_request);
  if (report !== undefined && known) {
    await callGitHub(repository, 'PATCH', `issues/${known.number}`, { body: report });
    return `Issue ${known.number} says so.`;
  }
  if (report !== undefined) {
    await callGitHub(repository, 'POST', 'issues', { title, body: report, labels: ['drift'] });
    return 'An issue was opened.';
  }
  if (!known) return 'There is no issue to close.';
  await callGitHub(repository, 'POST', `issues/${known.number}/comments`, {
    body: 'What is deployed is what was applied again.',
  });
  await callGitHub(repository, 'PATCH', `issues/${known.number}`, { state: 'closed' });
  return `Issue ${known.number} was closed.`;
}
