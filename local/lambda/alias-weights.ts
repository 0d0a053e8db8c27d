import { AwsError } from '../aws/error';
import type { LocalRequest } from '../endpoint/http';
import { isObject } from '../stepfunctions/json';

const ALIASES = /^\/2015-03-31\/functions\/[^/]+\/aliases(\/|$)/;

/**
 * Refuses an alias of two versions: MiniStack would keep the weights, and run one of them only.
 *
 * @throws AwsError InvalidParameterValueException
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuring-alias-routing.html
 */
export function refuseWeights({ method, path, body }: Pick<LocalRequest, 'method' | 'path' | 'body'>): void {
  if (method === 'GET' || body.length === 0 || !ALIASES.test(path)) return;
  const alias: unknown = JSON.parse(body.toString('utf8'));
  const routing = isObject(alias) && isObject(alias.RoutingConfig) ? alias.RoutingConfig.AdditionalVersionWeights : {};
  if (!isObject(routing) || Object.keys(routing).length === 0) return;
  throw new AwsError(
    'InvalidParameterValueException',
    'The local AWS has no aliases with AdditionalVersionWeights: an alias leads to one version of a function.',
  );
}
