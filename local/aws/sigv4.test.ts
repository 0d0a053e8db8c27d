import { describe, expect, test } from '@jest/globals';
import { canonicalQuery, sign } from './sigv4';

const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' };
const request = {
  method: 'GET',
  host: 'example.amazonaws.com',
  path: '/',
  body: '',
  service: 'service',
  region: 'us-east-1',
};
const at = new Date('2015-08-30T12:36:00Z');

describe('sign', () => {
  test("gives the signature of AWS's test suite (get-vanilla)", () => {
    expect(sign(request, credentials, at).authorization).toBe(
      'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, ' +
        'Signature=5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31',
    );
  });

  test('signs the query in the order of its names (get-vanilla-query-order-key-case)', () => {
    const signed = sign({ ...request, query: { Param2: 'value2', Param1: 'value1' } }, credentials, at);
    expect(signed.authorization).toMatch(/Signature=b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500$/);
  });

  test('sends and signs the token of a session', () => {
    const signed = sign(request, { ...credentials, sessionToken: 'token' }, at);
    expect(signed['x-amz-security-token']).toBe('token');
    expect(signed.authorization).toContain('SignedHeaders=host;x-amz-date;x-amz-security-token');
  });
});

test('canonicalQuery encodes what encodeURIComponent leaves', () => {
  expect(canonicalQuery({ b: "a b*'()", a: '/=' })).toBe('a=%2F%3D&b=a%20b%2A%27%28%29');
});
