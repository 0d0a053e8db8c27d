import type { Route } from './api';
import { decodedPath } from './escapes';

export interface SelectedRoute {
  route: Route;
  /** By name, decoded. */
  pathParameters: { [name: string]: string };
}

interface Match extends SelectedRoute {
  /** How specific it is, the weightiest first: full before greedy, then segment by segment a text before a variable, then the method. */
  rank: number[];
}

const GREEDY = /^\{(.+)\+\}$/;
const VARIABLE = /^\{(.+)\}$/;

/**
 * The route of a request: the most specific match, a full one before one of a greedy variable, and `$default` for what none matches.
 * Undefined for that without a `$default` route.
 *
 * @param path as it was sent, without the stage
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html#http-api-develop-routes.evaluation
 */
export function selectRoute(routes: readonly Route[], method: string, path: string): SelectedRoute | undefined {
  // Slashes before the first segment count as one.
  const segments = path.replace(/^\/+/, '').split('/');
  const [best] = routes.flatMap((route) => matchOf(route, method, segments) ?? []).sort(byRank);
  if (best) return { route: best.route, pathParameters: best.pathParameters };
  const byDefault = routes.find(({ routeKey }) => routeKey === '$default');
  return byDefault && { route: byDefault, pathParameters: {} };
}

function matchOf(route: Route, method: string, segments: string[]): Match | undefined {
  const [routeMethod, routePath] = route.routeKey.split(' ', 2);
  if (routePath === undefined || (routeMethod !== method && routeMethod !== 'ANY')) return undefined;
  const pathParameters: { [name: string]: string } = {};
  const rank: number[] = [];
  const wanted = routePath.replace(/^\//, '').split('/');
  const withMethod = (greedy: boolean) => [greedy ? 1 : 0, ...rank, routeMethod === 'ANY' ? 1 : 0];
  for (const [index, part] of wanted.entries()) {
    const segment = segments[index];
    const greedy = GREEDY.exec(part)?.[1];
    if (greedy !== undefined) {
      const rest = segments.slice(index).join('/');
      if (rest === '') return undefined;
      pathParameters[greedy] = decodedPath(rest);
      rank.push(2);
      return { route, pathParameters, rank: withMethod(true) };
    }
    const variable = VARIABLE.exec(part)?.[1];
    if (segment === undefined || (variable === undefined ? decodedPath(segment) !== part : segment === '')) {
      return undefined;
    }
    if (variable !== undefined) pathParameters[variable] = decodedPath(segment);
    rank.push(variable === undefined ? 0 : 1);
  }
  return wanted.length === segments.length ? { route, pathParameters, rank: withMethod(false) } : undefined;
}

function byRank(a: Match, b: Match): number {
  const length = Math.max(a.rank.length, b.rank.length);
  for (let at = 0; at < length; at++) {
    const difference = (a.rank[at] ?? 0) - (b.rank[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
