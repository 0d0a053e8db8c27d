import type { Call, Integrations } from './integration';
import { PolicyError } from './policy-scope';
import { literal, literalOr, nameOrPattern } from './read-arguments';

/** What an endpoint begins with; a token has dots of its own. A custom domain doesn't say which API it leads to. */
function apiId({ state }: Call, endpoint: string): string {
  const id = /^(?:https?:\/\/)?(.+?)\.execute-api\./.exec(endpoint)?.[1];
  if (id !== undefined) return id;
  throw new PolicyError(
    `State "${state}": the API can't be told from ApiEndpoint ${endpoint}. Give "<id>.execute-api.<region>.amazonaws.com", or the ARN of the method in \`arns\`.`,
  );
}

/** APIs of API Gateway. */
export const apigateway = {
  /**
   * With `AuthType: 'IAM_ROLE'` the call is signed with the workflow's role, which must be allowed to invoke the method.
   * A path that is an expression allows every path under what it is sure to begin with.
   * @see https://docs.aws.amazon.com/step-functions/latest/dg/connect-api-gateway.html
   */
  'apigateway:invoke': {
    patterns: ['waitForTaskToken'],
    page: 'https://docs.aws.amazon.com/step-functions/latest/dg/api-gateway-iam.html',
    arguments: {
      ApiEndpoint: 'identifier',
      Method: 'identifier',
      Stage: 'identifier?',
      Path: 'text?',
      Headers: 'object?',
      QueryParameters: 'object?',
      RequestBody: 'json?',
      AllowNullValues: 'flag?',
      AuthType: 'identifier?',
    },
    content: ['ResponseBody'],
    permissions(call, scope) {
      if (literalOr(call, 'AuthType', 'NO_AUTH') === 'NO_AUTH') return [];
      const stage = literalOr(call, 'Stage', '$default');
      const { Path } = call.arguments;
      const path = Path === undefined ? '' : nameOrPattern(call, 'Path', Path).replace(/^\//, '');
      const arn = scope.identify(call.state, 'ApiEndpoint', literal(call, 'ApiEndpoint'), {
        service: 'execute-api',
        resource: (endpoint) => `${apiId(call, endpoint)}/${stage}/${literal(call, 'Method')}/${path}`,
      });
      return [{ actions: ['execute-api:Invoke'], resources: [arn] }];
    },
  },
} as const satisfies Integrations;
