import type { Found } from './scan';

/** What looks like a secret, and is none. */
export interface AllowedValue {
  /** As `npm run secrets` calls it: the first digits of the value's SHA-1. */
  readonly id: string;
  /** The one that it may stand in. Default: any. */
  readonly file?: string;
  readonly reason: string;
}

/** The work tree has them. */
export const ALLOWED: readonly AllowedValue[] = [
  { id: 'a94a8fe5', reason: 'The root key of the local AWS, which listens on this machine only: "test".' },
  { id: '939bb46a', reason: 'A key for functions that call nothing but the simulation around them: "local".' },
  { id: '56c1d3d6', reason: 'The key of the examples in AWS’s own documentation of signatures.' },
  { id: '723baf3e', reason: 'The script of that name in package.json.' },
  { id: '69906efa', reason: 'The key of an object in a bucket: api/openapi.json.' },
  { id: 'b1775a78', reason: 'The key of links in one test: the hexadecimal digits, twice.' },
  { id: 'e5824290', reason: 'The letters of base64url.' },
  { id: '15ca52f8', reason: 'An ETag in a test.' },
  { id: '71f8e797', reason: 'The id of a secret that a test asks for, and that is not there: "none".' },
  { id: '084a3501', reason: 'A field of a request in a test of idempotency: "sesame".' },
  { id: 'e5e9fa1b', reason: 'The password in a URL that a test sees refused: "secret".' },
  { id: 'f5592f2e', reason: 'The password in a URL that a test sees refused: "p@ss".' },
  { id: 'f3bbbd66', reason: 'A fixture of the policy that functions have no secrets: "hunter2".' },
  { id: '3cbcd90a', reason: 'A fixture of the policy that functions have no secrets: "word".' },
  { id: '6c5522ca', reason: 'A fixture of the policy that stacks have no credentials: "it".' },
];

/** Only commits have them. */
export const ALLOWED_IN_HISTORY: readonly AllowedValue[] = [
  {
    id: 'f0778f3e',
    file: 'test/policy/fixtures/functions.ts',
    reason: 'A fixture of the policy that functions have no secrets: the first line of a key, without a key.',
  },
];

/**
 * Whether a value is the one that was found. What is found of a private key is its first line, which is the same for all of its
 * kind: so it is allowed in a file, or not at all.
 */
export function allows(value: AllowedValue, found: Found): boolean {
  if (value.id !== found.id) return false;
  return value.file === undefined ? found.type !== 'Private Key' : value.file === found.file;
}
