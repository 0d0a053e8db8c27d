import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { CDKTN_VERSION, PROVIDER_VERSION } from '@blueprint/scripts/codemod-cdktn/packages';

/** A place at which two syntheses differ; `undefined` is what isn't there. */
export interface Difference {
  /** Of the file in the folder of the synthesis. */
  readonly file: string;
  /** Names and indexes down to the value, as in JSON; empty for a file that is no JSON, or is there once. */
  readonly at: readonly string[];
  readonly before: unknown;
  readonly after: unknown;
}

/** What may differ, and why. */
const EXPECTED: readonly { readonly at: string; readonly after: string; readonly why: string }[] = [
  { at: '//.metadata.version', after: CDKTN_VERSION, why: 'the library that wrote the stack, in a comment' },
  {
    at: 'terraform.required_providers.aws.source',
    after: 'hashicorp/aws',
    why: 'the same provider by its whole name: a source without a namespace is of hashicorp',
  },
  {
    at: 'terraform.required_providers.aws.version',
    after: PROVIDER_VERSION,
    why: 'the provider that the bindings are for',
  },
  { at: 'version', after: CDKTN_VERSION, why: 'the library that wrote the manifest' },
];

export function isExpected({ at, after }: Difference): boolean {
  return EXPECTED.some((expected) => expected.at === at.join('.') && expected.after === after);
}

/** Compares two folders that were synthesized to, file by file: JSON by its values, others by their bytes. */
export function differences(before: string, after: string): Difference[] {
  const [old, young] = [filesIn(before), filesIn(after)];
  return [...new Set([...old, ...young])].sort().flatMap((file) => {
    if (!old.includes(file)) return [{ file, at: [], before: undefined, after: 'a file' }];
    if (!young.includes(file)) return [{ file, at: [], before: 'a file', after: undefined }];
    return differencesOf(file, readFileSync(join(before, file)), readFileSync(join(after, file)));
  });
}

function differencesOf(file: string, before: Buffer, after: Buffer): Difference[] {
  if (before.equals(after)) return [];
  if (!file.endsWith('.json'))
    return [{ file, at: [], before: `${before.length} bytes`, after: `${after.length} bytes` }];
  return compare(JSON.parse(before.toString()), JSON.parse(after.toString()), []).map((each) => ({ file, ...each }));
}

function compare(before: unknown, after: unknown, at: readonly string[]): Omit<Difference, 'file'>[] {
  if (isDeepStrictEqual(before, after)) return [];
  if (!isParent(before) || !isParent(after)) return [{ at, before, after }];
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].flatMap((name) => compare(before[name], after[name], [...at, name]));
}

function isParent(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function filesIn(folder: string): readonly string[] {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return paths.filter((path) => statSync(join(folder, path)).isFile());
}
