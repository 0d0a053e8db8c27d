import { decodeProtectedHeader, errors, type JWTPayload, jwtVerify } from 'jose';
import type { Clock } from '../../stepfunctions';
import type { JwtAuthorizer, Route } from '../api';
import type { Authorization, Exchange } from '../exchange';
import { GatewayError } from '../gateway-error';
import { mappedValue } from '../parameter-mapping';
import { type IssuerKeys, NoKeysError } from './issuer-keys';

export interface JwtAuthorizerParts {
  issuerKeys: Pick<IssuerKeys, 'of' | 'forget'>;
  clock: Pick<Clock, 'now'>;
}

const RSA_ALGORITHMS = ['RS256', 'RS384', 'RS512'];

/** What the caller is told is wrong with the token, and what the log is. */
class InvalidToken extends Error {
  constructor(
    description: string,
    readonly reason = description,
  ) {
    super(description);
  }
}

/**
 * Lets in who brings a token of the authorizer's issuer, for its audience, with one of the route's scopes.
 *
 * @throws GatewayError 401, or 403 for want of a scope, with what AWS writes into `www-authenticate`
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html
 */
export async function authorizeByJwt(
  exchange: Exchange,
  authorizer: JwtAuthorizer,
  parts: JwtAuthorizerParts,
): Promise<Authorization> {
  const token = tokenOf(exchange, authorizer);
  if (token === undefined) {
    throw new GatewayError('unauthorized', 'The request has no token.', { 'www-authenticate': 'Bearer' });
  }
  const { authorizationScopes: expected = [] } = exchange.route;
  try {
    const claims = await verifiedClaims(token, authorizer, parts);
    const scopes = scopesOf(claims);
    if (expected.length > 0 && !expected.some((scope) => scopes.includes(scope))) throw lacksScope(exchange, expected);
    const texts = Object.entries(claims).map(([name, value]): [string, string] => [name, claimText(value)]);
    for (const [name, text] of texts) {
      exchange.context.set(`authorizer.claims.${name}`, text).set(`authorizer.jwt.claims.${name}`, text);
    }
    const granted = expected.length > 0 ? expected.filter((scope) => scopes.includes(scope)) : null;
    return { kind: 'jwt', claims: Object.fromEntries(texts), scopes: granted };
  } catch (error) {
    if (!(error instanceof InvalidToken)) throw error;
    exchange.context.set('authorizer.error', `invalid_token: ${error.message}`);
    throw new GatewayError('unauthorized', error.reason, challenge(exchange.route, 'invalid_token', error.message));
  }
}

function tokenOf(exchange: Exchange, { identitySource = [] }: JwtAuthorizer): string | undefined {
  const [found] = identitySource.flatMap((expression) => mappedValue(expression, exchange) ?? []);
  return found?.replace(/^Bearer /i, '') || undefined;
}

async function verifiedClaims(
  token: string,
  { jwtConfiguration: { issuer = '', audience = [] } = {} }: JwtAuthorizer,
  { issuerKeys, clock }: JwtAuthorizerParts,
): Promise<JWTPayload> {
  if (token.split('.').length !== 3) throw new InvalidToken('token contains an invalid number of segments');
  const currentDate = new Date(clock.now());
  try {
    if (decodeProtectedHeader(token).kid === undefined) throw new InvalidToken('the token has no kid');
    const options = { algorithms: RSA_ALGORITHMS, issuer, currentDate, requiredClaims: ['exp'] };
    const verify = async () => (await jwtVerify(token, await issuerKeys.of(issuer), options)).payload;
    const claims = await verify().catch((error: unknown) => {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
      issuerKeys.forget(issuer);
      return verify();
    });
    if (claims.iat !== undefined && claims.iat * 1000 > clock.now())
      throw new InvalidToken('the token was issued in the future');
    // The client's id counts only where there is no audience.
    const audiences = claims.aud === undefined ? [claims.client_id] : [claims.aud].flat();
    if (!audiences.some((each) => typeof each === 'string' && audience.includes(each))) {
      throw new InvalidToken('the token does not have a valid audience');
    }
    return claims;
  } catch (error) {
    throw invalid(error, issuer);
  }
}

/** AWS's wording of an audience, of segments and of issuers that do not answer is known; the others are ours. */
function invalid(error: unknown, issuer: string): unknown {
  if (error instanceof NoKeysError) return new InvalidToken(error.description, error.message);
  if (error instanceof errors.JWTExpired) return new InvalidToken('the token has expired');
  if (error instanceof errors.JWTClaimValidationFailed) {
    if (error.claim === 'iss') {
      const wrong = `The token is of the issuer ${String(error.payload.iss)}, the authorizer wants ${issuer}.`;
      return new InvalidToken('the token does not have a valid issuer', wrong);
    }
    return new InvalidToken(
      error.claim === 'nbf' ? 'the token is not valid yet' : `the token has no valid ${error.claim}`,
    );
  }
  if (error instanceof errors.JWKSNoMatchingKey) return new InvalidToken("the issuer has no key of the token's kid");
  if (error instanceof errors.JWSSignatureVerificationFailed) return new InvalidToken('the signature is invalid');
  if (error instanceof errors.JOSEAlgNotAllowed) return new InvalidToken('the signing method is invalid');
  if (error instanceof errors.JOSEError || error instanceof TypeError)
    return new InvalidToken('the token is malformed');
  return error;
}

function lacksScope({ route, context }: Exchange, expected: string[]): GatewayError {
  const description = `expected scopes: [${expected.join(' ')}]`;
  context.set('authorizer.error', `insufficient_scope: ${description}`);
  return new GatewayError('forbidden', description, challenge(route, 'insufficient_scope', description));
}

/** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-troubleshooting-jwt.html */
function challenge({ authorizationScopes = [] }: Route, error: string, description: string) {
  const scope = authorizationScopes.join(' ');
  return { 'www-authenticate': `Bearer scope="${scope}" error="${error}" error_description="${description}"` };
}

/** `scope` is a text, `scp` a text or a list. */
function scopesOf({ scope, scp }: JWTPayload): string[] {
  return [scope, scp].flat().flatMap((each) => (typeof each === 'string' ? each.split(' ') : []));
}

/** Functions and logs get each claim as a text: a list as `[a b]`. MiniStack's authors found it so on AWS. */
function claimText(value: unknown): string {
  if (typeof value === 'string') return value;
  return Array.isArray(value) ? `[${value.map(claimText).join(' ')}]` : JSON.stringify(value);
}
