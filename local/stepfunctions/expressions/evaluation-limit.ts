/** What bounds an evaluation. Tests of what never ends set less, so as not to wait for it. */
export const evaluationLimit = {
  /** How long an expression, a path, or one match of a pattern, may take: real milliseconds, a second more than on AWS. */
  ms: 2_000,
};
