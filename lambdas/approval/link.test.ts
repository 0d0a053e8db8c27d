import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { approverHandle, type GivenLink, isSigned, type LinkKey, linkTo, readLink } from './link';

const KEY: LinkKey = { version: 3, secret: '0123456789abcdef0123456789abcdef' };
const ID = `${'a'.repeat(42)}A`;
const GRANT = { id: ID, for: approverHandle('ann@example.com'), expires: 1_767_225_600 };
const LINK = new URL(linkTo('https://api.example.com/stage', KEY, GRANT));

/** Opens a link as the page does. */
function opens(url: URL, key: LinkKey = KEY): boolean {
  const link = read(url);
  return link !== undefined && isSigned(key, link);
}

function read(url: URL): GivenLink | undefined {
  return readLink(url.pathname.split('/').at(-1) ?? '', Object.fromEntries(url.searchParams));
}

test('a link leads to the page, and says who may decide what until when, without an address or a token', () => {
  expect(`${LINK.origin}${LINK.pathname}`).toBe(`https://api.example.com/stage/approvals/${ID}`);
  expect([...LINK.searchParams.keys()]).toEqual(['for', 'expires', 'key', 'signature']);
  expect(read(LINK)).toEqual({ ...GRANT, key: 3, signature: LINK.searchParams.get('signature') });
  expect(String(LINK)).not.toContain('ann');
  expect(opens(LINK)).toBe(true);
});

describe('a forged link opens nothing', () => {
  test('whichever bit of whichever part is flipped', () => {
    const parts = ['id', 'for', 'expires', 'key', 'signature'] as const;
    fc.assert(
      fc.property(fc.constantFrom(...parts), fc.nat(), fc.nat(7), (part, position, bit) => {
        const flip = (text: string) => {
          const bytes = Buffer.from(text, 'latin1');
          const at = position % bytes.length;
          bytes[at] = (bytes[at] ?? 0) ^ (1 << bit);
          return bytes.toString('latin1');
        };
        const parameters = Object.fromEntries(LINK.searchParams);
        const forged =
          part === 'id'
            ? readLink(flip(ID), parameters)
            : readLink(ID, { ...parameters, [part]: flip(parameters[part] ?? '') });
        expect(forged !== undefined && isSigned(KEY, forged)).toBe(false);
      }),
      { numRuns: 2_000 },
    );
  });

  test.each(['for', 'expires', 'key', 'signature'])('without %s', (part) => {
    const url = new URL(LINK);
    url.searchParams.delete(part);
    expect(read(url)).toBeUndefined();
  });

  test('with another secret, or another version of the key', () => {
    expect(opens(LINK, { ...KEY, secret: KEY.secret.replace('0', '1') })).toBe(false);
    expect(opens(LINK, { ...KEY, version: 4 })).toBe(false);
  });

  test('with the signature written in other characters for the same bytes', () => {
    const signature = LINK.searchParams.get('signature') ?? '';
    const bytes = Buffer.from(signature, 'base64url');
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const others = [...alphabet]
      .map((last) => signature.slice(0, -1) + last)
      .filter((other) => other !== signature && Buffer.from(other, 'base64url').equals(bytes));
    expect(others.length).toBeGreaterThan(0);
    for (const other of others) {
      const url = new URL(LINK);
      url.searchParams.set('signature', other);
      expect(opens(url)).toBe(false);
    }
  });

  test('of one person is no link of another', () => {
    const url = new URL(LINK);
    url.searchParams.set('for', approverHandle('bob@example.com'));
    expect(opens(url)).toBe(false);
  });
});

test('an address stands for the same person however it is capitalized', () => {
  expect(approverHandle('Ann@Example.com')).toBe(approverHandle('ann@example.com'));
  expect(approverHandle('ann@example.org')).not.toBe(approverHandle('ann@example.com'));
});
