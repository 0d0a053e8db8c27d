import type { IncomingHttpHeaders } from 'node:http';
import type { AwsClient, RestResponse } from '../../aws/client';
import type { Credentials } from '../../aws/credentials';
import type { JsonObject, JsonValue } from '../../stepfunctions';
import { decodeJson, encodeJson } from './json-codec';
import { type Operation, type ServiceModel, shapeOf } from './model';
import { encodeQuery } from './query-codec';
import { decodeHeaders, encodeRest } from './rest-codec';
import { fromTask, isMembers, type Members, type Naming, toTask, type Value } from './values';
import { decodeXml, parseXml } from './xml-codec';

/** What a service answered to a Task. */
export interface ServiceAnswer {
  output: JsonObject;
  headers: IncomingHttpHeaders;
}

/** Our preference among the protocols that a service speaks: those that the local AWS knows best. */
const PROTOCOLS = ['rest-json', 'rest-xml', 'query', 'ec2', 'json'] as const;
type Protocol = (typeof PROTOCOLS)[number];

/** Calls any operation of any service by its model. */
export class ServiceClient {
  constructor(private readonly client: Pick<AwsClient, 'rest'>) {}

  /**
   * @param name of the operation, which the model has.
   * @param naming of the members in `input` and in the output.
   * @param headers to send beside those of the protocol.
   * @throws AwsError what the service answers, or SerializationException for input that the model does not know.
   */
  async call(
    model: ServiceModel,
    name: string,
    input: JsonValue,
    naming: Naming,
    credentials: Credentials,
    headers: Record<string, string> = {},
  ): Promise<ServiceAnswer> {
    const operation = model.operations[name];
    if (!operation) throw new Error(`${model.metadata.serviceId} has no operation ${name}.`);
    const given = operation.input ? fromTask(input, operation.input, model, naming) : {};
    const protocol = protocolOf(model);
    const request = encode(protocol, name, operation, isMembers(given) ? given : {}, model);
    const sent = { service: signingName(model), ...request, headers: { ...request.headers, ...headers } };
    const response = await this.client.rest(sent, credentials);
    const { output: use } = operation;
    const output = use ? toTask(decode(protocol, operation, response, model), use, model, naming) : {};
    return { output: output as JsonObject, headers: response.headers };
  }
}

function protocolOf({ metadata }: ServiceModel): Protocol {
  const spoken = metadata.protocols ?? [metadata.protocol];
  const protocol = PROTOCOLS.find((each) => spoken.includes(each));
  if (!protocol) throw new Error(`${metadata.serviceId} speaks ${spoken.join(', ')}, which is not known here.`);
  return protocol;
}

const signingName = ({ metadata }: ServiceModel) => metadata.signingName ?? metadata.endpointPrefix;

function encode(protocol: Protocol, name: string, operation: Operation, input: Members, model: ServiceModel) {
  const { metadata } = model;
  const use = operation.input;
  if (protocol === 'rest-json' || protocol === 'rest-xml') {
    return { method: operation.http.method, ...encodeRest(operation, input, model) };
  }
  if (protocol === 'json') {
    const headers = {
      'content-type': `application/x-amz-json-${metadata.jsonVersion ?? '1.0'}`,
      'x-amz-target': `${metadata.targetPrefix}.${name}`,
    };
    return { method: 'POST', path: '/', headers, body: JSON.stringify(use ? encodeJson(input, use, model) : {}) };
  }
  const parameters = use ? encodeQuery(input, use, model, protocol === 'ec2') : {};
  const form = new URLSearchParams({ Action: name, Version: metadata.apiVersion, ...parameters });
  const headers = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' };
  return { method: 'POST', path: '/', headers, body: form.toString() };
}

function decode(protocol: Protocol, { output }: Operation, response: RestResponse, model: ServiceModel): Value {
  if (!output) return {};
  const { statusCode, headers, body } = response;
  const shape = shapeOf(model, output.shape);
  const members = shape.members ?? {};
  const rest = protocol === 'rest-json' || protocol === 'rest-xml';
  const fromHeaders = rest ? decodeHeaders(members, statusCode, headers, model) : {};
  const payload = shape.payload === undefined ? undefined : members[shape.payload];
  if (rest && shape.payload !== undefined && payload) {
    const { type } = shapeOf(model, payload.shape);
    if (type === 'blob') return { ...fromHeaders, [shape.payload]: body };
    if (type === 'string') return { ...fromHeaders, [shape.payload]: body.toString('utf8') };
  }
  if (body.length === 0) return fromHeaders;
  const text = body.toString('utf8');
  if (protocol === 'json' || protocol === 'rest-json') {
    const value = decodeJson(JSON.parse(text) as JsonValue, payload ?? output, model);
    return merged(fromHeaders, payload && shape.payload !== undefined ? { [shape.payload]: value } : value);
  }
  const root = parseXml(text);
  const { resultWrapper } = output;
  const element =
    resultWrapper === undefined ? root : (root.children.find(({ name }) => name === resultWrapper) ?? root);
  const value = decodeXml(element, payload ?? output, model);
  return merged(fromHeaders, payload && shape.payload !== undefined ? { [shape.payload]: value } : value);
}

const merged = (headers: Members, body: Value): Members => ({ ...headers, ...(isMembers(body) ? body : {}) });
