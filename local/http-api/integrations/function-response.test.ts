import { describe, expect, test } from '@jest/globals';
import { functionResponse } from './function-response';

const answer = (result: unknown) => functionResponse(JSON.stringify(result));

describe('the answer that a result stands for', () => {
  test('a result without a status is the body, as JSON', () => {
    const headers = { 'content-type': 'application/json' };
    expect(answer('Hello from Lambda!')).toEqual({ statusCode: 200, headers, body: 'Hello from Lambda!' });
    expect(answer({ message: 'Hi' })).toEqual({ statusCode: 200, headers, body: '{"message":"Hi"}' });
    expect(answer([1])).toEqual({ statusCode: 200, headers, body: '[1]' });
  });

  test('a result with a status says the rest itself', () => {
    const headers = { 'Content-Type': 'text/html', 'X-Count': 3, 'Content-Length': '9', 'set-cookie': 'c=3' };
    const cookies = ['a=1', 'b=2'];
    expect(answer({ statusCode: 201, headers, cookies, body: '<p>' })).toEqual({
      statusCode: 201,
      headers: { 'content-type': 'text/html', 'x-count': '3', 'set-cookie': ['a=1', 'b=2', 'c=3'] },
      body: '<p>',
    });
    expect(answer({ statusCode: '204' })).toEqual({
      statusCode: 204,
      headers: { 'content-type': 'text/plain;charset=UTF-8' },
      body: '',
    });
  });

  test('a body in Base64 is decoded', () => {
    expect(answer({ statusCode: 200, body: 'AP8=', isBase64Encoded: true }).body).toEqual(Buffer.from([0, 255]));
  });

  test.each([
    ['statusCode', { statusCode: 'ok' }],
    ['statusCode', { statusCode: 99 }],
    ['body', { statusCode: 200, body: { a: 1 } }],
    ['headers', { statusCode: 200, headers: ['a'] }],
    ['headers', { statusCode: 200, headers: { a: ['b'] } }],
    ['cookies', { statusCode: 200, cookies: 'a=1' }],
    ['isBase64Encoded', { statusCode: 200, isBase64Encoded: 'yes' }],
  ])('a wrong type of %s is an error', (field, result) => {
    expect(() => answer(result)).toThrow(`Lambda body contains the wrong type for field "${field}"`);
  });
});
