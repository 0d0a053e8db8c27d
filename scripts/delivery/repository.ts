/** The repository on GitHub, as its jobs are told of it. */
export interface Repository {
  readonly apiUrl: string;
  /** `owner/name` */
  readonly name: string;
  readonly token: string;
}

/**
 * @param option what asks for it, for the error
 * @throws Error that names the variables when one is missing
 */
export function repositoryOf(option: string, variables: NodeJS.ProcessEnv = process.env): Repository {
  const { GITHUB_API_URL = 'https://api.github.com', GITHUB_REPOSITORY, GITHUB_TOKEN } = variables;
  if (GITHUB_REPOSITORY && GITHUB_TOKEN) {
    return { apiUrl: GITHUB_API_URL, name: GITHUB_REPOSITORY, token: GITHUB_TOKEN };
  }
  throw new Error(`${option} needs the variables GITHUB_REPOSITORY and GITHUB_TOKEN, as jobs of GitHub have them.`);
}

/**
 * Calls GitHub's REST API for the repository.
 *
 * @param path below `/repos/<owner>/<name>/`
 * @throws Error with status and path when it is refused
 * @see https://docs.github.com/en/rest
 */
export async function callGitHub(
  { apiUrl, name, token }: Repository,
  method: string,
  path: string,
  body?: unknown,
): Promise<unknown> {
  const answer = await fetch(`${apiUrl}/repos/${name}/${path}`, {
    method,
    headers: {
      accept: 'application/vnd.github+json',
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'x-github-api-version': '2022-11-28',
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(30_000),
  });
  if (answer.ok) return answer.json();
  throw new Error(`GitHub answered ${answer.status} to ${method} /repos/${name}/${path}. May the job's token do that?`);
}
