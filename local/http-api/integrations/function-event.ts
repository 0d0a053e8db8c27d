import type { JsonObject } from '../../stepfunctions';
import { commonLogTime } from '../context-variables';
import { decodedPath } from '../escapes';
import type { Authorization, Exchange } from '../exchange';

/** Bodies of these types are handed on as text, all others in Base64. MiniStack's authors found it so on AWS. */
const TEXT_TYPES = /^(?:text\/.*|application\/(?:json|xml|javascript))$/i;

/**
 * The event of a function behind a route, payload format 2.0.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export function functionEvent(exchange: Exchange, accountId: string): JsonObject {
  const { request, api, stage, route, pathParameters } = exchange;
  const path = decodedPath(request.path);
  return {
    version: '2.0',
    routeKey: route.routeKey,
    rawPath: path,
    rawQueryString: request.queryString,
    ...present('cookies', request.cookies),
    headers: request.headers,
    ...present('queryStringParameters', request.query),
    requestContext: {
      accountId,
      apiId: api.apiId,
      ...authorizerOf(exchange.authorization, accountId),
      domainName: request.domainName,
      domainPrefix: request.domainName.split('.')[0] ?? '',
      http: {
        method: request.method,
        path,
        protocol: request.protocol,
        sourceIp: request.sourceIp,
        userAgent: request.headers['user-agent'] ?? '',
      },
      requestId: request.id,
      routeKey: route.routeKey,
      stage: stage.stageName,
      time: commonLogTime(request.receivedAt),
      timeEpoch: request.receivedAt,
    },
    ...present('pathParameters', pathParameters),
    ...bodyOf(request.body ?? Buffer.alloc(0), request.headers['content-type']),
    ...present('stageVariables', stage.stageVariables ?? {}),
  };
}

/** What is empty is left out of an event. */
function present(name: string, value: string[] | { [name: string]: string }): JsonObject {
  return Object.keys(value).length === 0 ? {} : { [name]: value };
}

function bodyOf(body: Buffer, contentType = ''): JsonObject {
  if (body.length === 0) return { isBase64Encoded: false };
  const isBase64Encoded = !TEXT_TYPES.test(contentType.split(';')[0]?.trim() ?? '');
  return { body: body.toString(isBase64Encoded ? 'base64' : 'utf8'), isBase64Encoded };
}

function authorizerOf(authorization: Authorization, accountId: string): JsonObject {
  switch (authorization.kind) {
    case 'none':
      return {};
    case 'jwt':
      return { authorizer: { jwt: { claims: authorization.claims, scopes: authorization.scopes } } };
    case 'iam': {
      const { accessKey, caller } = authorization;
      // The unique ids of principals are not looked up.
      const unknown = { callerId: null, cognitoIdentity: null, principalOrgId: null, userId: null };
      return { authorizer: { iam: { accessKey, accountId, ...unknown, userArn: caller.arn } } };
    }
  }
}
