import { en } from 'zod/locales';
import * as z from 'zod/mini';

// zod/mini knows no words: without these, each issue says just "Invalid input". As `z.locales.en` they bring every other language along.
z.config(en());

/** The part of a zod error that a person needs. */
interface Issues {
  issues: readonly z.core.$ZodIssue[];
}

/**
 * `input.version: Invalid input: expected number, received string; …`: paths and reasons, never the values themselves.
 *
 * @param within where the checked value lies in what the person sees
 */
export function describeIssues(error: Issues, within: readonly string[] = []): string {
  return error.issues
    .flatMap((issue) =>
      issue.code === 'unrecognized_keys' ? issue.keys.map((key) => unrecognized(issue, key)) : issue,
    )
    .map(({ path, message }) => `${[...within, ...path].map(String).join('.') || 'the value'}: ${message}`)
    .join('; ');
}

/** The issue is of the object around the key; a person looks for the key. */
function unrecognized({ path }: z.core.$ZodIssue, key: string) {
  return { path: [...path, key], message: 'Unrecognized key' };
}
