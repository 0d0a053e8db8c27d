import { beforeAll, describe, expect, test } from '@jest/globals';
import { exportJWK, generateKeyPair, type KeyLike, SignJWT } from 'jose';
import { exchangeOf, gatewayRequest } from '../../testing/http-api';
import { IssuerKeys } from './issuer-keys';
import { authorizeByJwt } from './jwt-authorizer';

const issuer = 'https://issuer.example.com';
const NOW = 1_000_000;
const authorizer = {
  authorizerId: 'j',
  name: 'jwt',
  authorizerType: 'JWT',
  identitySource: ['$request.header.Authorization'],
  jwtConfiguration: { issuer, audience: ['orders', 'admin'] },
};
const valid = { iss: issuer, aud: 'orders', sub: 'me', scope: 'a b', iat: 900, exp: 1_100 };

describe('a JWT authorizer', () => {
  let key: KeyLike;
  let issuerKeys: IssuerKeys;

  beforeAll(async () => {
    const pair = await generateKeyPair('RS256');
    key = pair.privateKey;
    issuerKeys = new IssuerKeys({ [issuer]: { keys: [{ ...(await exportJWK(pair.publicKey)), kid: 'k' }] } });
  });

  const token = (claims: object = {}, { kid = 'k', signedBy = key } = {}) =>
    new SignJWT({ ...valid, ...claims }).setProtectedHeader({ alg: 'RS256', kid }).sign(signedBy);

  const ask = (authorization?: string, scopes?: string[], of = authorizer) => {
    const request = gatewayRequest('GET', '/', { headers: authorization === undefined ? {} : { authorization } });
    const route = { routeKey: 'GET /', ...(scopes ? { authorizationScopes: scopes } : {}) };
    const exchange = exchangeOf(request, route);
    const asked = authorizeByJwt(exchange, of, { issuerKeys, clock: { now: () => NOW } });
    return { asked, exchange };
  };

  const refused = (description: string, scope = '') => ({
    statusCode: 401,
    headers: { 'www-authenticate': `Bearer scope="${scope}" error="invalid_token" error_description="${description}"` },
  });

  test('lets in who has a valid token, with or without "Bearer", and tells its claims as texts', async () => {
    const mixed = await token({ roles: ['x', 'y'], age: 3, admin: true });
    const { asked, exchange } = ask(`Bearer ${mixed}`);
    expect(await asked).toEqual({
      kind: 'jwt',
      claims: { ...valid, iat: '900', exp: '1100', roles: '[x y]', age: '3', admin: 'true' },
      scopes: null,
    });
    expect(exchange.context.get('authorizer.claims.sub')).toBe('me');
    await expect(ask(mixed).asked).resolves.toBeDefined();
  });

  test('takes the token from where the authorizer says', async () => {
    const exchange = exchangeOf(gatewayRequest('GET', '/', { query: { t: await token() } }), { routeKey: 'GET /' });
    const byQuery = { ...authorizer, identitySource: ['$request.querystring.t'] };
    await expect(authorizeByJwt(exchange, byQuery, { issuerKeys, clock: { now: () => NOW } })).resolves.toBeDefined();
  });

  test('one of the scopes of the route is enough, none is too little', async () => {
    expect(await ask(await token(), ['b', 'c']).asked).toMatchObject({ scopes: ['b'] });
    expect(await ask(await token({ scope: undefined, scp: ['c'] }), ['b', 'c']).asked).toMatchObject({ scopes: ['c'] });
    const { asked, exchange } = ask(await token(), ['c', 'd']);
    await expect(asked).rejects.toMatchObject({
      statusCode: 403,
      headers: {
        'www-authenticate': 'Bearer scope="c d" error="insufficient_scope" error_description="expected scopes: [c d]"',
      },
    });
    expect(exchange.context.get('authorizer.error')).toBe('insufficient_scope: expected scopes: [c d]');
  });

  test('the audience counts, or the client where there is none', async () => {
    const wrong = refused('the token does not have a valid audience');
    await expect(ask(await token({ aud: 'else' })).asked).rejects.toMatchObject(wrong);
    await expect(ask(await token({ aud: 'else', client_id: 'orders' })).asked).rejects.toMatchObject(wrong);
    await expect(ask(await token({ aud: undefined, client_id: 'orders' })).asked).resolves.toBeDefined();
    await expect(ask(await token({ aud: ['else', 'admin'] })).asked).resolves.toBeDefined();
  });

  test('a request without a token is told the scheme alone', async () => {
    await expect(ask().asked).rejects.toMatchObject({ statusCode: 401, headers: { 'www-authenticate': 'Bearer' } });
  });

  test.each([
    ['the token has expired', { exp: 1_000 }],
    ['the token has no valid exp', { exp: undefined }],
    ['the token is not valid yet', { nbf: 1_001 }],
    ['the token was issued in the future', { iat: 1_001 }],
    ['the token does not have a valid issuer', { iss: 'https://other.example.com' }],
  ])('%s', async (description, claims) => {
    await expect(ask(await token(claims), ['a']).asked).rejects.toMatchObject(refused(description, 'a'));
  });

  test('what is signed by another, or is no token, is refused', async () => {
    const { privateKey } = await generateKeyPair('RS256');
    const forged = await token({}, { signedBy: privateKey });
    await expect(ask(forged).asked).rejects.toMatchObject(refused('the signature is invalid'));
    await expect(ask(await token({}, { kid: 'x' })).asked).rejects.toMatchObject(
      refused("the issuer has no key of the token's kid"),
    );
    await expect(ask('Bearer nope').asked).rejects.toMatchObject(
      refused('token contains an invalid number of segments'),
    );
    await expect(ask('a.b.c').asked).rejects.toMatchObject(refused('the token is malformed'));
  });

  test('tokens that a shared secret signs are refused', async () => {
    const jwt = new SignJWT(valid).setProtectedHeader({ alg: 'HS256', kid: 'k' });
    const symmetric = await jwt.sign(Buffer.from('a secret that everybody knows, 32'));
    await expect(ask(symmetric).asked).rejects.toMatchObject(refused('the signing method is invalid'));
  });

  test('an issuer whose keys cannot be had refuses all, and the log says what to do', async () => {
    const unknown = {
      ...authorizer,
      jwtConfiguration: { issuer: 'https://unknown.example.com', audience: ['orders'] },
    };
    await expect(ask(await token(), undefined, unknown).asked).rejects.toMatchObject({
      ...refused('OIDC discovery endpoint communication error'),
      message: expect.stringContaining('startLocalAws (issuers)'),
    });
  });
});
