import { AwsError } from '../../aws/error';
import type { Authorizer } from '../../identity/authorizer';
import { credentialScope } from '../../identity/caller';
import type { Sessions } from '../../identity/sessions';
import { type Authorization, type Exchange, executeApiArn } from '../exchange';
import { GatewayError } from '../gateway-error';

export interface IamAuthorizerParts {
  sessions: Pick<Sessions, 'identify'>;
  authorizer: Pick<Authorizer, 'authorize'>;
  region: string;
  accountId: string;
}

/**
 * Lets in who signed the request and may invoke the route. As everywhere here, the access key tells who that is; the signature is
 * not computed again.
 *
 * @throws GatewayError 403
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-access-control-iam.html
 */
export async function authorizeByIam(exchange: Exchange, parts: IamAuthorizerParts): Promise<Authorization> {
  const { headers } = exchange.request;
  try {
    const caller = parts.sessions.identify(headers);
    await parts.authorizer.authorize(caller, 'execute-api:Invoke', executeApiArn(exchange, 'request', parts));
    exchange.context.set('identity.userArn', caller.arn).set('identity.accountId', parts.accountId);
    return { kind: 'iam', caller, accessKey: credentialScope(headers.authorization)?.accessKeyId ?? '' };
  } catch (error) {
    if (!(error instanceof AwsError) || error.statusCode >= 500) throw error;
    exchange.context.set('authorizer.error', error.message);
    throw new GatewayError('forbidden', error.message);
  }
}
