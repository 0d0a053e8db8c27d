import type { Authorization, Exchange } from '../exchange';
import { GatewayError } from '../gateway-error';
import { authorizeByIam, type IamAuthorizerParts } from './iam-authorizer';
import { authorizeByJwt, type JwtAuthorizerParts } from './jwt-authorizer';

export type AuthorizationParts = IamAuthorizerParts & JwtAuthorizerParts;

/** Asks the authorizer of the route. @throws GatewayError for who is not let in */
export async function authorized(exchange: Exchange, parts: AuthorizationParts): Promise<Authorization> {
  const { route, api } = exchange;
  switch (route.authorizationType ?? 'NONE') {
    case 'NONE':
      return { kind: 'none' };
    case 'AWS_IAM':
      return authorizeByIam(exchange, parts);
    case 'JWT': {
      const authorizer = api.authorizers.find(({ authorizerId }) => authorizerId === route.authorizerId);
      if (authorizer) return authorizeByJwt(exchange, authorizer, parts);
      throw new GatewayError('failed', `There is no authorizer ${route.authorizerId}, which the route has.`);
    }
    case 'CUSTOM':
      throw new GatewayError('failed', 'The local API Gateway has no Lambda authorizers: use JWT or AWS_IAM.');
  }
}
