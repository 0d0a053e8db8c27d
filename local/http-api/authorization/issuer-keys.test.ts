import { createServer, type Server } from 'node:http';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { exportJWK, generateKeyPair, type JSONWebKeySet } from 'jose';
import { IssuerKeys } from './issuer-keys';

describe('IssuerKeys', () => {
  let keys: JSONWebKeySet;
  let documents: { [path: string]: unknown };
  let asked: string[];
  let server: Server;
  let issuer: string;

  beforeAll(async () => {
    keys = { keys: [{ ...(await exportJWK((await generateKeyPair('RS256')).publicKey)), kid: 'k' }] };
  });

  beforeEach(async () => {
    asked = [];
    server = createServer((request, response) => {
      asked.push(request.url ?? '');
      const document = documents[request.url ?? ''];
      response.writeHead(document === undefined ? 404 : 200).end(JSON.stringify(document ?? {}));
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const address = server.address();
    issuer = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
    documents = { '/.well-known/openid-configuration': { jwks_uri: `${issuer}/keys` }, '/keys': keys };
  });

  afterEach(() => new Promise((closed) => server.close(closed)));

  const keyOf = async (of: IssuerKeys, name = issuer) => (await of.of(name))({ alg: 'RS256', kid: 'k' });

  test('asks an issuer on this machine once, until its keys are to be forgotten', async () => {
    const issuers = new IssuerKeys();
    await keyOf(issuers);
    await keyOf(issuers);
    expect(asked).toEqual(['/.well-known/openid-configuration', '/keys']);
    issuers.forget(issuer);
    await keyOf(issuers);
    expect(asked).toHaveLength(4);
  });

  test('asks nobody for keys that were given', async () => {
    await keyOf(new IssuerKeys({ 'https://issuer.example.com': keys }), 'https://issuer.example.com');
    expect(asked).toEqual([]);
  });

  test('goes to no other machine, neither for the issuer nor for where it says its keys are', async () => {
    await expect(keyOf(new IssuerKeys(), 'https://issuer.example.com')).rejects.toMatchObject({
      description: 'OIDC discovery endpoint communication error',
      message: expect.stringContaining('Give the keys of its issuer to startLocalAws (issuers)'),
    });
    documents['/.well-known/openid-configuration'] = { jwks_uri: 'https://issuer.example.com/keys' };
    await expect(keyOf(new IssuerKeys())).rejects.toMatchObject({ description: 'JWKS communication error' });
  });

  test('tells what an issuer does not answer, and asks it again', async () => {
    const issuers = new IssuerKeys();
    documents['/keys'] = undefined;
    await expect(keyOf(issuers)).rejects.toThrow(`${issuer}/keys gave nothing that can be used: status 404.`);
    documents['/keys'] = { no: 'keys' };
    await expect(keyOf(issuers)).rejects.toMatchObject({ description: 'JWKS communication error' });
    documents['/keys'] = keys;
    await expect(keyOf(issuers)).resolves.toBeDefined();
  });

  test('refuses at once what is no set of keys', () => {
    const given = { 'https://issuer.example.com': [] as unknown as JSONWebKeySet };
    expect(() => new IssuerKeys(given)).toThrow(
      'The keys of the issuer https://issuer.example.com are no JSON Web Key Set',
    );
  });
});
