import type { JsonObject, JsonValue } from '../../stepfunctions';
import { isObject } from '../../stepfunctions/json';
import { EXECUTE_API_PATH } from '../address';

/** Fields of an integration that MiniStack does not keep; for its method it makes one up. */
const LOST_FIELDS = ['credentialsArn', 'integrationSubtype', 'integrationMethod', 'connectionId', 'tlsConfig'];
/** Fields of Lambda authorizers, which MiniStack gives to all. */
const LAMBDA_AUTHORIZER_FIELDS = [
  'authorizerPayloadFormatVersion',
  'authorizerResultTtlInSeconds',
  'authorizerUri',
  'authorizerCredentialsArn',
  'enableSimpleResponses',
];

/**
 * Makes resources of the API Gateway V2 API, as MiniStack answers them, what AWS answers; Terraform would find a difference in every
 * plan, and our gateway neither role nor action of an integration.
 */
export class ResourceFields {
  /** `http://127.0.0.1:<port>` */
  readonly #endpoint: string;
  /** What MiniStack lost, by the integration's id. */
  readonly #lost = new Map<string, JsonObject>();

  constructor(endpoint: string) {
    this.#endpoint = endpoint;
  }

  /** Notes of a request that was answered what MiniStack does not keep. */
  note(sent: JsonObject, answer: JsonObject): void {
    const { integrationId } = answer;
    if (typeof integrationId !== 'string') return;
    const given = Object.entries(sent).filter(([name]) => LOST_FIELDS.includes(name));
    this.#lost.set(integrationId, { ...this.#lost.get(integrationId), ...Object.fromEntries(given) });
  }

  /** A resource, or a list of some, as AWS answers it. */
  completed(resource: JsonObject): JsonObject {
    const { items, integrationId, apiEndpoint, apiId, protocolType, authorizerType } = resource;
    if (Array.isArray(items)) return { ...resource, items: items.map((item) => this.#item(item)) };
    if (typeof integrationId === 'string') return this.#integration(resource, integrationId);
    if (authorizerType === 'JWT') return without(resource, LAMBDA_AUTHORIZER_FIELDS);
    if (apiEndpoint !== undefined && protocolType === 'HTTP') {
      return { ...resource, apiEndpoint: `${this.#endpoint}${EXECUTE_API_PATH}${String(apiId)}` };
    }
    return resource;
  }

  #item(item: JsonValue): JsonValue {
    return isObject(item) ? this.completed(item) : item;
  }

  #integration(resource: JsonObject, integrationId: string): JsonObject {
    const lost = this.#lost.get(integrationId) ?? {};
    const kept =
      lost.integrationSubtype === undefined ? resource : without(resource, ['integrationMethod', 'integrationUri']);
    return { ...kept, ...lost };
  }
}

function without(resource: JsonObject, names: string[]): JsonObject {
  return Object.fromEntries(Object.entries(resource).filter(([name]) => !names.includes(name)));
}
