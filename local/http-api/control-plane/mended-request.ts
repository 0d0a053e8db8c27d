import type { LocalRequest } from '../../endpoint/http';
import type { JsonObject, JsonValue } from '../../stepfunctions';
import { isObject } from '../../stepfunctions/json';

/** Maps of which an update gives the entries that change, and the empty text for one to remove; MiniStack takes them as they are. */
const MERGED_MAPS = ['requestParameters', 'stageVariables'];
const STAGE_PART = /^(\/v2\/apis\/[^/]+\/stages\/[^/]+)\/(routesettings|accesslogsettings)(?:\/(.+))?$/;

/** The path of what a request changes in part; undefined for one that makes or removes a resource, or reads. */
export function changedResource({ method, path }: Pick<LocalRequest, 'method' | 'path'>): string | undefined {
  if (method === 'PATCH' && /^\/v2\/apis\/[^/]+\/(integrations|stages|authorizers)\/[^/]+$/.test(path)) return path;
  return method === 'DELETE' ? STAGE_PART.exec(path)?.[1] : undefined;
}

/**
 * What MiniStack is sent for a request. It takes the removal of a stage's settings for that of the stage, and keeps entries that an
 * update removes.
 *
 * @param current the resource of {@link changedResource}
 */
export function mendedRequest(request: LocalRequest, sent: JsonObject, current: JsonObject): LocalRequest {
  const [, stage, part, routeKey = ''] = STAGE_PART.exec(request.path) ?? [];
  if (stage === undefined) return withBody(request, request.path, { ...sent, ...mergedMaps(sent, current) });
  const change =
    part === 'accesslogsettings'
      ? { accessLogSettings: null }
      : { routeSettings: without(current.routeSettings, decodeURIComponent(routeKey)) };
  return withBody({ ...request, method: 'PATCH' }, stage, change);
}

function mergedMaps(sent: JsonObject, current: JsonObject): JsonObject {
  const merged = MERGED_MAPS.filter((name) => isObject(sent[name])).map((name): [string, JsonObject] => {
    const entries = Object.entries({ ...asObject(current[name]), ...asObject(sent[name]) });
    return [name, Object.fromEntries(entries.filter(([, value]) => value !== ''))];
  });
  return Object.fromEntries(merged);
}

function without(map: JsonValue | undefined, key: string): JsonObject {
  return Object.fromEntries(Object.entries(asObject(map)).filter(([name]) => name !== key));
}

const asObject = (value: JsonValue | undefined): JsonObject => (isObject(value) ? value : {});

function withBody(request: LocalRequest, path: string, body: JsonObject): LocalRequest {
  return { ...request, url: path, path, body: Buffer.from(JSON.stringify(body)) };
}
