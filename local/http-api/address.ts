import type { HttpApi, Stage } from './api';

/** What a request to an API names: the API, and what of it. */
export interface ApiAddress {
  apiId: string;
  /** Begins with `/`; a stage other than `$default` is its first segment. Percent-encoded, without query. */
  path: string;
  /** The host that was asked, where it was the API's own. */
  domainName?: string;
}

/** The endpoint's way to an API: `/_aws/execute-api/<API id>`, as MiniStack has it. */
export const EXECUTE_API_PATH = '/_aws/execute-api/';
const HOST = /^(([a-z0-9]+)\.execute-api\.[^:]+)(?::\d+)?$/i;

/**
 * The API that a request goes to: by its path, `/_aws/execute-api/<API id>/…`, or by its Host, `<API id>.execute-api.…`, as on AWS.
 * Undefined for any other request.
 *
 * @param url path and query
 */
export function apiAddress(url: string, host: string | undefined): ApiAddress | undefined {
  const path = url.split('?', 1)[0] ?? '/';
  if (path.startsWith(EXECUTE_API_PATH)) {
    const [apiId = '', ...rest] = path.slice(EXECUTE_API_PATH.length).split('/');
    return apiId === '' ? undefined : { apiId, path: `/${rest.join('/')}` };
  }
  const [, domainName, apiId] = HOST.exec(host ?? '') ?? [];
  if (domainName === undefined || apiId === undefined) return undefined;
  return { apiId: apiId.toLowerCase(), path, domainName };
}

/**
 * The stage that a path names, and the path within that; without a stage of that name it is `$default`'s. Undefined without a stage.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html#http-api-develop-routes.evaluation
 */
export function stageOf({ stages }: Pick<HttpApi, 'stages'>, path: string): { stage: Stage; path: string } | undefined {
  const [, first = '', ...rest] = path.split('/');
  const named = stages.find(({ stageName }) => stageName === first);
  if (named) return { stage: named, path: `/${rest.join('/')}` };
  const byDefault = stages.find(({ stageName }) => stageName === '$default');
  return byDefault && { stage: byDefault, path };
}
