import { createHmac } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { sign, verifySignature } from './signature';

const KEY = 'key';
const NOW = 1_735_689_600;
const BODY = '{"status":"finished"}';
const request = (timestamp = NOW, body = BODY) => ({
  timestamp: String(timestamp),
  body,
  signature: sign(KEY, String(timestamp), body),
});

test('a signature is HMAC-SHA256 over timestamp, dot and body', () => {
  const expected = createHmac('sha256', KEY).update(`${NOW}.${BODY}`).digest('hex');
  expect(sign(KEY, String(NOW), BODY)).toBe(`sha256=${expected}`);
});

describe('a receiver', () => {
  test('accepts what was signed just now, within five minutes either way', () => {
    expect(verifySignature(KEY, request(), NOW)).toBe(true);
    expect(verifySignature(KEY, request(), NOW + 300)).toBe(true);
    expect(verifySignature(KEY, request(), NOW - 300)).toBe(true);
  });

  test.each([
    ['a body that was changed', { ...request(), body: '{"status":"failed"}' }, NOW],
    ['a time that was changed', { ...request(NOW - 1_000), timestamp: String(NOW) }, NOW],
    ['an old request sent again', request(), NOW + 301],
    ['a request from the future', request(), NOW - 301],
    ['a timestamp that is none', { ...request(), timestamp: 'now' }, NOW],
    ['a signature that is cut short', { ...request(), signature: 'sha256=' }, NOW],
    ['a signature of multibyte characters', { ...request(), signature: 'é'.repeat(71) }, NOW],
  ])('refuses %s', (_, given, now) => {
    expect(verifySignature(KEY, given, now)).toBe(false);
  });

  test('refuses what another key signed', () => {
    expect(verifySignature('other', request(), NOW)).toBe(false);
  });
});
