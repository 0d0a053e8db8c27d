import { describe, expect, test } from '@jest/globals';
import { gatewayRequest } from '../testing/http-api';
import { preflightAnswer, withCors } from './cors';

const cors = {
  allowOrigins: ['https://app.example.com', 'http://*'],
  allowMethods: ['GET', 'POST'],
  allowHeaders: ['authorization'],
  exposeHeaders: ['x-a'],
  allowCredentials: true,
  maxAge: 300,
};
const from = (origin: string) => gatewayRequest('GET', '/', { headers: { origin } });
const preflight = gatewayRequest('OPTIONS', '/', {
  headers: { origin: 'https://app.example.com', 'access-control-request-method': 'GET' },
});

describe('CORS', () => {
  test('answers preflight requests alone, and none without a configuration', () => {
    expect(preflightAnswer(cors, preflight)).toEqual({ statusCode: 204, body: '' });
    expect(preflightAnswer(undefined, preflight)).toBeUndefined();
    expect(preflightAnswer(cors, gatewayRequest('OPTIONS', '/'))).toBeUndefined();
  });

  test('tells a preflight request what is allowed', () => {
    expect(withCors({}, cors, preflight)).toEqual({
      'access-control-allow-origin': 'https://app.example.com',
      'access-control-allow-credentials': 'true',
      'access-control-allow-methods': 'GET,POST',
      'access-control-allow-headers': 'authorization',
      'access-control-max-age': '300',
    });
  });

  test('adds its headers to an answer, in place of those of the integration', () => {
    const headers = { 'access-control-allow-origin': '*', 'access-control-allow-methods': '*', 'x-a': '1' };
    expect(withCors(headers, cors, from('http://127.0.0.1:3000'))).toEqual({
      'x-a': '1',
      'access-control-allow-origin': 'http://127.0.0.1:3000',
      'access-control-allow-credentials': 'true',
      'access-control-expose-headers': 'x-a',
    });
    expect(withCors(headers, undefined, from('http://127.0.0.1:3000'))).toEqual(headers);
  });

  test('says nothing to an origin that is not allowed, and * where all are', () => {
    expect(withCors({}, cors, from('https://other.example.com'))).toEqual({});
    expect(withCors({}, { allowOrigins: ['*'] }, from('https://other.example.com'))).toEqual({
      'access-control-allow-origin': '*',
    });
  });
});
