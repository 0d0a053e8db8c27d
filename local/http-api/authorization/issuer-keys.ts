import { createLocalJWKSet, type JSONWebKeySet } from 'jose';

/** The keys of issuers by the issuer's URL, as it stands in `iss` and in the authorizer. */
export interface KnownIssuers {
  readonly [issuerUrl: string]: JSONWebKeySet;
}

type KeySet = ReturnType<typeof createLocalJWKSet>;

/** Why there are no keys: what the caller is told, as AWS words it, and what helps here. */
export class NoKeysError extends Error {
  override readonly name = 'NoKeysError';

  constructor(
    readonly description: 'OIDC discovery endpoint communication error' | 'JWKS communication error',
    reason: string,
  ) {
    super(reason);
  }
}

/** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html */
const TIMEOUT_MS = 1_500;
const MAX_BYTES = 150_000;
const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);

/**
 * The keys with which issuers sign: given beforehand, or asked of an issuer on this machine. The local AWS asks nobody outside.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html
 */
export class IssuerKeys {
  readonly #known: ReadonlyMap<string, KeySet>;
  readonly #fetched = new Map<string, Promise<KeySet>>();

  /** Throws when what is given for an issuer is no set of keys. */
  constructor(known: KnownIssuers = {}) {
    this.#known = new Map(Object.entries(known).map(([issuer, keys]) => [issuer, keySet(issuer, keys)]));
  }

  /** @throws NoKeysError */
  async of(issuer: string): Promise<KeySet> {
    const known = this.#known.get(issuer) ?? this.#fetched.get(issuer);
    if (known) return known;
    const fetched = fetchKeys(issuer);
    this.#fetched.set(issuer, fetched);
    fetched.catch(() => this.#fetched.delete(issuer));
    return fetched;
  }

  /** Has the keys of an issuer on this machine fetched again: it may have been started anew, with others. */
  forget(issuer: string): void {
    this.#fetched.delete(issuer);
  }
}

function keySet(issuer: string, keys: JSONWebKeySet): KeySet {
  try {
    return createLocalJWKSet(keys);
  } catch {
    throw new Error(
      `The keys of the issuer ${issuer} are no JSON Web Key Set: give {"keys": [{"kty": "RSA", "kid": …}]}.`,
    );
  }
}

async function fetchKeys(issuer: string): Promise<KeySet> {
  const discovery = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const failed = 'OIDC discovery endpoint communication error';
  const { jwks_uri } = await fetchJson(discovery, failed);
  if (typeof jwks_uri !== 'string') throw new NoKeysError(failed, `${discovery} names no jwks_uri.`);
  const keys = await fetchJson(jwks_uri, 'JWKS communication error');
  try {
    return keySet(issuer, keys as unknown as JSONWebKeySet);
  } catch (error) {
    throw new NoKeysError('JWKS communication error', (error as Error).message);
  }
}

async function fetchJson(url: string, failed: NoKeysError['description']): Promise<{ [name: string]: unknown }> {
  if (!URL.canParse(url) || !LOOPBACK.has(new URL(url).hostname)) {
    const advice = 'Give the keys of its issuer to startLocalAws (issuers), or use an issuer on 127.0.0.1.';
    throw new NoKeysError(failed, `The local AWS does not fetch ${url}, which is not on this machine. ${advice}`);
  }
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    const text = await response.text();
    if (!response.ok) throw new Error(`status ${response.status}`);
    if (Buffer.byteLength(text) > MAX_BYTES) throw new Error(`more than ${MAX_BYTES} bytes`);
    return JSON.parse(text);
  } catch (error) {
    throw new NoKeysError(failed, `${url} gave nothing that can be used: ${(error as Error).message}.`);
  }
}
