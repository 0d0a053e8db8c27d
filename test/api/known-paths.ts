import type { ApiAnswer, ApiRequest } from '@blueprint/lambdas/platform/example';
import { deployment, type LocalRun } from '@blueprint/scripts/start/clients';
import { findExamples } from '@blueprint/scripts/start/examples';
import { apiClient } from '@blueprint/scripts/start/http-api';

/** What the example of a workflow read of the API, and found. */
export interface KnownPath {
  readonly operationId: string;
  /** Of the path, by name. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly tenantCode: string;
}

/** The part of an OpenAPI document that is looked at. */
interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly operationId: string }>>>>;
}

/**
 * Runs the examples of the workflows and returns what is there to be read since: of each operation the last path that was answered
 * with 200.
 *
 * @throws Error of an example that did not go as it should
 */
export async function makeKnownPaths(run: LocalRun, url: string): Promise<readonly KnownPath[]> {
  const document = (await (await fetch(`${url}/openapi.json`)).json()) as OpenApi;
  const call = apiClient(run, url);
  const known = new Map<string, KnownPath>();
  const api = async (request: ApiRequest): Promise<ApiAnswer> => {
    const answer = await call(request);
    const found = answer.status === 200 ? knownPath(document, request) : undefined;
    if (found) known.set(found.operationId, found);
    return answer;
  };
  for (const { workflow, run: example } of findExamples()) {
    await example({ ...deployment(run), api }).catch((error: unknown) => {
      throw new Error(`The example of ${workflow} failed: ${error instanceof Error ? error.message : error}`);
    });
  }
  return [...known.values()];
}

/** What a request reads when it is a GET with parameters in its path. */
export function knownPath(
  { paths }: OpenApi,
  { method, path, tenantCode }: Pick<ApiRequest, 'method' | 'path' | 'tenantCode'>,
): KnownPath | undefined {
  if (method !== 'GET' || tenantCode === undefined) return undefined;
  const [pathname = ''] = path.split('?');
  for (const [template, { get }] of Object.entries(paths)) {
    const names = [...template.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
    if (get === undefined || names.length === 0) continue;
    const values = new RegExp(`^${template.replace(/\{\w+\}/g, '([^/]+)')}$`).exec(pathname)?.slice(1);
    if (values === undefined) continue;
    const parameters = names.map((name, index) => [name, decodeURIComponent(values[index] ?? '')] as const);
    return { operationId: get.operationId, parameters: Object.fromEntries(parameters), tenantCode };
  }
  return undefined;
}
