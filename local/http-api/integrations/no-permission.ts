import { GatewayError } from '../gateway-error';

/** Whom functions and roles have to let in. */
export const SERVICE_PRINCIPAL = 'apigateway.amazonaws.com';

/** What the log says of a call that was not permitted: AWS's words, then what is missing here. */
export function noPermission(missing: string): GatewayError {
  const words =
    "The IAM role configured on the integration or API Gateway doesn't have permissions to call the integration. Check the permissions and try again.";
  return new GatewayError('failed', `${words} ${missing}`);
}
