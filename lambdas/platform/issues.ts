/** The part of a zod error that a person needs. */
interface Issues {
  issues: readonly { path: readonly PropertyKey[]; message: string }[];
}

/**
 * `input.version: Invalid input: expected number, received string; …`: paths and reasons, never the values themselves.
 *
 * @param within where the checked value lies in what the person sees
 */
export function describeIssues(error: Issues, within: readonly string[] = []): string {
  return error.issues
    .map(({ path, message }) => `${[...within, ...path].map(String).join('.') || 'the value'}: ${message}`)
    .join('; ');
}
