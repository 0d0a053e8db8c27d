import { AwsError } from '../aws/error';
import { type LocalRequest, type LocalResponse, restJson } from '../endpoint/http';
import type { Authorizer } from '../identity/authorizer';
import type { Sessions } from '../identity/sessions';
import type { JsonObject } from '../stepfunctions';
import { isObject } from '../stepfunctions/json';
import type { EventSourceMapping } from './mapping';
import type { EventSourceMappings } from './mappings';

export interface MappingsApiOptions {
  mappings: EventSourceMappings;
  sessions: Pick<Sessions, 'identify'>;
  authorizer: Authorizer;
}

const MAPPING = /^\/2015-03-31\/event-source-mappings\/([^/]+)$/;
const TAGS = /^\/2017-03-31\/tags\/(.+)$/;
const OPERATIONS: { readonly [method: string]: string } = { GET: 'Get', PUT: 'Update', DELETE: 'Delete' };

/**
 * The event source mappings of Lambda's API. A change is answered with its transitional state, and is done by then: the next
 * read shows the final one, for which Terraform waits.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html
 */
export class MappingsApi {
  readonly #options: MappingsApiOptions;

  constructor(options: MappingsApiOptions) {
    this.#options = options;
  }

  async handle(request: LocalRequest): Promise<LocalResponse> {
    const tagged = TAGS.exec(request.path)?.[1];
    if (tagged) return this.#tags(decodeURIComponent(tagged), request);
    const uuid = MAPPING.exec(request.path)?.[1];
    return uuid ? this.#one(uuid, request) : this.#all(request);
  }

  async #all(request: LocalRequest): Promise<LocalResponse> {
    const { mappings } = this.#options;
    if (request.method === 'POST') {
      const body = bodyOf(request);
      await this.#authorize(request, 'CreateEventSourceMapping', '*', await mappings.functionArn(body));
      return restJson(202, answer(await mappings.create(body), 'Creating'));
    }
    await this.#authorize(request, 'ListEventSourceMappings', '*');
    const filter = { source: request.query.get('EventSourceArn'), functionName: request.query.get('FunctionName') };
    return restJson(200, { EventSourceMappings: mappings.list(filter).map((mapping) => answer(mapping)) });
  }

  async #one(uuid: string, request: LocalRequest): Promise<LocalResponse> {
    const { mappings } = this.#options;
    const operation = OPERATIONS[request.method];
    if (!operation) throw new AwsError('MethodNotAllowedException', `${request.method} is not allowed here.`, 405);
    const { EventSourceMappingArn, FunctionArn } = mappings.get(uuid);
    await this.#authorize(request, `${operation}EventSourceMapping`, EventSourceMappingArn, FunctionArn);
    if (operation === 'Get') return restJson(200, answer(mappings.get(uuid)));
    if (operation === 'Delete') return restJson(202, answer(mappings.delete(uuid), 'Deleting'));
    return restJson(202, answer(await mappings.update(uuid, bodyOf(request)), 'Updating'));
  }

  async #tags(arn: string, request: LocalRequest): Promise<LocalResponse> {
    const mapping = this.#options.mappings.get(arn.slice(arn.lastIndexOf(':') + 1));
    if (request.method === 'GET') {
      await this.#authorize(request, 'ListTags', arn);
      return restJson(200, { Tags: mapping.Tags });
    }
    if (request.method === 'DELETE') {
      await this.#authorize(request, 'UntagResource', arn);
      for (const key of request.query.getAll('tagKeys')) delete mapping.Tags[key];
    } else {
      await this.#authorize(request, 'TagResource', arn);
      Object.assign(mapping.Tags, bodyOf(request).Tags);
    }
    return { statusCode: 204, body: '' };
  }

  /** @param functionArn of the mapping's function, by which policies may limit what is done with it */
  #authorize(request: LocalRequest, operation: string, resource: string, functionArn?: string): Promise<void> {
    const { sessions, authorizer } = this.#options;
    return authorizer.authorize(sessions.identify(request.headers), `lambda:${operation}`, resource, {
      deniedStatus: 403,
      ...(functionArn !== undefined && { context: { 'lambda:FunctionArn': functionArn } }),
    });
  }
}

function answer(mapping: EventSourceMapping, state: string = mapping.State): object {
  const { Tags: _tags, ...shown } = mapping;
  return { ...shown, State: state };
}

function bodyOf(request: LocalRequest): JsonObject {
  const value: unknown = JSON.parse(request.body.toString('utf8') || '{}');
  if (!isObject(value))
    throw new AwsError('InvalidRequestContentException', 'The body of the request is not a JSON object.');
  return value;
}
