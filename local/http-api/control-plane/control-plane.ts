import type { AwsClient } from '../../aws/client';
import { ROOT_CREDENTIALS } from '../../aws/credentials';
import { AwsError } from '../../aws/error';
import type { LocalRequest, LocalResponse } from '../../endpoint/http';
import type { JsonObject } from '../../stepfunctions';
import { isObject } from '../../stepfunctions/json';
import { changedResource, mendedRequest } from './mended-request';
import { refusalOf } from './refusals';
import type { ResourceFields } from './resource-fields';

export interface ControlPlaneOptions {
  /** Speaks to MiniStack. */
  client: Pick<AwsClient, 'rest'>;
  /** Hands a request on to MiniStack, as it is signed. */
  forward(request: LocalRequest): Promise<LocalResponse>;
  fields: ResourceFields;
  region: string;
  /** Called after each change. */
  onChange(): void;
}

/** `/v2/apis`, `/v2/apis/<id>`, `/v2/apis/<id>/integrations`, `/v2/apis/<id>/integrations/<id>` */
const OF_APIS = /^\/v2\/apis(?:\/([^/]+)(?:\/([^/]+)(?:\/[^/]+)?)?)?$/;
const API_MAPPING = /^\/v2\/domainnames\/[^/]+\/(apimappings)(?:\/[^/]+)?$/;

/**
 * The API Gateway API. MiniStack keeps the resources; what it loses of them is kept here, and what our gateway could not serve of an
 * HTTP API is refused.
 *
 * @see https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/api-reference.html
 */
export class ApiGatewayControlPlane {
  readonly #options: ControlPlaneOptions;

  constructor(options: ControlPlaneOptions) {
    this.#options = options;
  }

  /** Throws `AwsError` `BadRequestException` for what is refused. */
  async handle(request: LocalRequest): Promise<LocalResponse> {
    const { forward, fields, onChange } = this.#options;
    if (!request.path.startsWith('/v2/')) return this.#ofRestApis(request);
    if (request.method === 'GET') return this.#completed(await forward(request));
    const sent = parsed(request.body);
    const changed = changedResource(request);
    const current = changed === undefined ? undefined : await this.read(changed).catch(notThere);
    const forwarded = current ? mendedRequest(request, sent, current) : request;
    await this.#refuse(forwarded, { ...current, ...parsed(forwarded.body) });
    const answer = await forward(forwarded);
    if (answer.statusCode >= 300) return answer;
    fields.note(sent, parsed(answer.body));
    onChange();
    return request.method === forwarded.method ? this.#completed(answer) : { statusCode: 204, body: '' };
  }

  /** A resource as AWS answers it. Throws `AwsError` for one that is not there. */
  async read(path: string): Promise<JsonObject> {
    const { client, fields } = this.#options;
    const { body } = await client.rest({ service: 'apigateway', method: 'GET', path }, ROOT_CREDENTIALS);
    return fields.completed(parsed(body));
  }

  /** What changes there may be whether an API is a REST API, for one. */
  async #ofRestApis(request: LocalRequest): Promise<LocalResponse> {
    const answer = await this.#options.forward(request);
    if (request.method !== 'GET') this.#options.onChange();
    return answer;
  }

  async #refuse({ method, path }: LocalRequest, resource: JsonObject): Promise<void> {
    if (method !== 'POST' && method !== 'PATCH') return;
    const mapping = API_MAPPING.exec(path)?.[1];
    const [whole = mapping, apiId = mapping && resource.apiId, kind = mapping ?? 'apis'] = OF_APIS.exec(path) ?? [];
    if (whole === undefined) return;
    const api = apiId === undefined ? resource : await this.read(`/v2/apis/${String(apiId)}`).catch(notThere);
    if (api?.protocolType !== 'HTTP') return;
    const refusal = refusalOf(kind, resource, this.#options.region);
    if (refusal !== undefined) throw new AwsError('BadRequestException', refusal, 400);
  }

  #completed(answer: LocalResponse): LocalResponse {
    const resource = parsed(answer.body);
    if (answer.statusCode >= 300 || Object.keys(resource).length === 0) return answer;
    const { 'content-length': _stale, ...headers } = answer.headers ?? {};
    return { ...answer, headers, body: JSON.stringify(this.#options.fields.completed(resource)) };
  }
}

/** MiniStack itself says what is wrong with a request for what is not there. */
function notThere(error: unknown): undefined {
  if (error instanceof AwsError && error.statusCode < 500) return undefined;
  throw error;
}

function parsed(body: string | Buffer): JsonObject {
  try {
    const value: unknown = JSON.parse(body.toString());
    return isObject(value) ? value : {};
  } catch {
    // Requests to remove and their answers have no body.
    return {};
  }
}
