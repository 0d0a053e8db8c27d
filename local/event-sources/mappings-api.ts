import { AwsError } from '../aws/error';
import { type LocalRequest, type LocalResponse, restJson } from '../endpoint/http';
import type { Authorizer } from '../identity/authorizer';
import type { Sessions } from '../identity/sessions';
import type { ConditionKeys, JsonObject } from '../stepfunctions';
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
      const functionArn = await mappings.functionArn(body);
      await this.#authorize(request, 'CreateEventSourceMapping', '*', ofFunction(functionArn));
      if (isObject(body.Tags)) {
        const anyMapping = functionArn.replace(/:function:.*$/, ':event-source-mapping:*');
        await this.#authorize(request, 'TagResource', anyMapping, tagKeys('Request', body.Tags));
      }
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
    await this.#authorize(request, `${operation}EventSourceMapping`, EventSourceMappingArn, ofFunction(FunctionArn));
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
    const borne = tagKeys('Resource', mapping.Tags);
    if (request.method === 'DELETE') {
      await this.#authorize(request, 'UntagResource', arn, borne);
      for (const key of request.query.getAll('tagKeys')) delete mapping.Tags[key];
    } else {
      const { Tags } = bodyOf(request);
      await this.#authorize(request, 'TagResource', arn, {
        ...borne,
        ...tagKeys('Request', isObject(Tags) ? Tags : {}),
      });
      Object.assign(mapping.Tags, Tags);
    }
    return { statusCode: 204, body: '' };
  }

  /** @param context by which policies may limit what is done */
  #authorize(request: LocalRequest, operation: string, resource: string, context: ConditionKeys = {}): Promise<void> {
    const { sessions, authorizer } = this.#options;
    return authorizer.authorize(sessions.identify(request.headers), `lambda:${operation}`, resource, {
      deniedStatus: 403,
      context,
    });
  }
}

function ofFunction(arn: string): ConditionKeys {
  return { 'lambda:FunctionArn': arn };
}

/**
 * What a request gives for tags, or a mapping has.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/tags-esm.html
 */
function tagKeys(of: 'Request' | 'Resource', tags: JsonObject): ConditionKeys {
  return Object.fromEntries(Object.entries(tags).map(([name, value]) => [`aws:${of}Tag/${name}`, String(value)]));
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
