import { en } from 'zod/locales';
import * as z from 'zod/mini';

// zod/mini knows no words: without these, each issue says just "Invalid input". As `z.locales.en` they bring every other language along.
z.config(en());

/** The part of a zod error that a person needs. */
interface Issues {
  issues: readonly z.core.$ZodIssue[];
}

/** One place in a value, and what is wrong there. */
export interface Place {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** The places that a zod error names. A key that nobody knows is a place of its own, for which a person looks. */
export function placesOf({ issues }: Issues): Place[] {
  return issues.flatMap(({ path, message, ...issue }) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({ path: [...path, key], message: 'Unrecognized key' }))
      : { path, message },
  );
}

/**
 * `input.version: Invalid input: expected number, received string; …`: paths and reasons, never the values themselves.
 *
 * @param within where the checked value lies in what the person sees
 */
export function describeIssues(error: Issues, within: readonly string[] = []): string {
  return placesOf(error)
    .map(({ path, message }) => `${[...within, ...path].map(String).join('.') || 'the value'}: ${message}`)
    .join('; ');
}
