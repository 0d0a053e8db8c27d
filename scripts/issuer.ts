import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Environment } from '@blueprint/env';
import { importJWK, type JSONWebKeySet, type JWK, SignJWT } from 'jose';

const FILE = join(resolve(__dirname, '..'), '.local', 'issuer', 'private.jwk.json');
const KEY_ID = 'local';
const ALGORITHM = 'RS256';

/** How long a token of the local issuer is good for. */
export const TOKEN_LIFETIME = '12h';

/** Whom a token names. */
export interface TokenSubject {
  readonly tenantCode: string;
  readonly userId: string;
}

/** Stands for the company's identity provider on this machine: signs tokens with the key that set-up has made. */
export class LocalIssuer {
  private readonly key: JWK;

  /** @throws Error when set-up has not run */
  constructor(
    private readonly jwt: Environment['api']['jwt'],
    file = FILE,
  ) {
    if (!existsSync(file)) throw new Error(`There is no key of the local issuer (${file}): run "npm run setup".`);
    this.key = JSON.parse(readFileSync(file, 'utf8')) as JWK; // as set-up writes it
  }

  /** The public keys, as an issuer serves them. */
  get keys(): JSONWebKeySet {
    const { kty, n, e } = this.key;
    if (kty === undefined || n === undefined || e === undefined) throw new Error('The local issuer has no RSA key.');
    return { keys: [{ kty, n, e, kid: KEY_ID, alg: ALGORITHM, use: 'sig' }] };
  }

  async token({ tenantCode, userId }: TokenSubject, lifetime: string = TOKEN_LIFETIME): Promise<string> {
    const { issuer, audience, tenantClaim } = this.jwt;
    return new SignJWT({ [tenantClaim]: tenantCode })
      .setProtectedHeader({ alg: ALGORITHM, kid: KEY_ID, typ: 'JWT' })
      .setSubject(userId)
      .setIssuer(issuer)
      .setAudience([...audience])
      .setIssuedAt()
      .setExpirationTime(lifetime)
      .sign(await importJWK(this.key, ALGORITHM));
  }
}
