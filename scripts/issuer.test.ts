import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { environment } from '@blueprint/env';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createLocalJWKSet, jwtVerify } from 'jose';
import { LocalIssuer } from './issuer';
import { makeIssuerKey } from './setup.cjs';

const { jwt } = environment('local').api;
let folder: string;
let file: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'issuer-'));
  file = join(folder, 'issuer', 'private.jwk.json');
  makeIssuerKey(file);
});

afterAll(() => rmSync(folder, { recursive: true }));

test('signs tokens that its public keys verify, with the claims that the API asks for', async () => {
  const issuer = new LocalIssuer(jwt, file);
  const token = await issuer.token({ tenantCode: 'tenant1', userId: 'alice' });
  const { payload } = await jwtVerify(token, createLocalJWKSet(issuer.keys), {
    issuer: jwt.issuer,
    audience: [...jwt.audience],
  });
  expect(payload).toMatchObject({ sub: 'alice', [jwt.tenantClaim]: 'tenant1' });
});

test('tells nobody its private key', () => {
  const [key] = new LocalIssuer(jwt, file).keys.keys;
  expect(Object.keys(key ?? {}).sort()).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use']);
  expect(statSync(file).mode & 0o077).toBe(0);
});

test('keeps the key that is there', async () => {
  const token = await new LocalIssuer(jwt, file).token({ tenantCode: 'tenant1', userId: 'alice' });
  makeIssuerKey(file);
  await expect(jwtVerify(token, createLocalJWKSet(new LocalIssuer(jwt, file).keys))).resolves.toBeDefined();
});

test('says what to do without one', () => {
  expect(() => new LocalIssuer(jwt, join(folder, 'none'))).toThrow('run "npm run setup"');
});
