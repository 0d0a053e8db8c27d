import { CDKTN_VERSION, NODE_VERSION, PROVIDER_BINDINGS, PROVIDER_VERSION } from './packages';

/** A place that follows from a version rather than from a name. */
export interface Place {
  readonly file: string;
  readonly before: string;
  readonly after: string;
  readonly why: string;
}

/** Each is looked for once in its file, exactly as it stands here; what a fork has changed is told instead. */
export const PLACES: readonly Place[] = [
  {
    file: 'scripts/terraform.ts',
    before: "const providerVersion = '5.100.0';",
    after: `const providerVersion = '${PROVIDER_VERSION}';`,
    why: 'a mirror is taken only if it holds the provider that the stacks ask for',
  },
  {
    file: 'scripts/setup.cjs',
    before: "isAtLeast(node, '20.9')",
    after: `isAtLeast(node, '${NODE_VERSION}')`,
    why: 'cdktn-cli is not made for an older Node',
  },
  {
    file: 'scripts/setup.cjs',
    before: 'Node 20.9 or newer',
    after: `Node ${NODE_VERSION} or newer`,
    why: 'what set-up says of it',
  },
  {
    file: 'scripts/setup.test.ts',
    before: "node: '20.9.0'",
    after: `node: '${NODE_VERSION}.0'`,
    why: 'the oldest Node that set-up accepts',
  },
  {
    file: 'scripts/setup.test.ts',
    before: '/Node 20.9.*18',
    after: `/Node ${NODE_VERSION}.*18`,
    why: 'what set-up says of an older one',
  },
  {
    file: 'renovate.json',
    before: '"allowedVersions": "0.21.x"',
    after: `"allowedVersions": "${CDKTN_VERSION.replace(/\d+$/, 'x')}"`,
    why: 'the versions that the library and the CLI are held in',
  },
  {
    file: 'renovate.json',
    before: '"allowedVersions": "20.x"',
    after: `"allowedVersions": "${PROVIDER_BINDINGS.replace(/\..*$/, '.x')}"`,
    why: 'the versions that the bindings are held in',
  },
  {
    file: 'README.md',
    before: '[Node](https://nodejs.org/en/download) ≥ 20.9',
    after: `[Node](https://nodejs.org/en/download) ≥ ${NODE_VERSION}`,
    why: 'the prerequisites',
  },
  {
    file: 'docs/getting-started.md',
    before: '[Node](https://nodejs.org/en/download) ≥ 20.9',
    after: `[Node](https://nodejs.org/en/download) ≥ ${NODE_VERSION}`,
    why: 'the prerequisites',
  },
];

/**
 * Changes the places of one file.
 *
 * @returns the text, and those that it does not have, neither as they were nor as they become
 */
export function rewritePlaces(
  path: string,
  text: string,
): { readonly text: string; readonly missing: readonly Place[] } {
  const missing: Place[] = [];
  let written = text;
  for (const place of PLACES.filter(({ file }) => file === path)) {
    if (written.includes(place.before)) written = written.replace(place.before, () => place.after);
    else if (!written.includes(place.after)) missing.push(place);
  }
  return { text: written, missing };
}
