/**
 * The errors that a Task which waits for a person fails with, by the names that a Catch uses. The cause of `ApprovalRejected` is
 * JSON, `{by, at, reason?}`; that of `ApprovalExpired` is `{at}`. Nothing throws them: they are sent back with the task token.
 */
export const APPROVAL_ERRORS = ['ApprovalRejected', 'ApprovalExpired'] as const;

export type ApprovalError = (typeof APPROVAL_ERRORS)[number];

/** One request can't wait for two Tasks: whoever came second would take the answer of the first. */
export class ApprovalAmbiguous extends Error {
  override readonly name = 'ApprovalAmbiguous';
  constructor(stateName: string) {
    super(
      `another Task of ${stateName} asks the very same at the same time. Put into its details what tells the two apart, such as the number of the item.`,
    );
  }
}

/** The parameter holds no key that links could be signed with. */
export class LinkKeyMissing extends Error {
  override readonly name = 'LinkKeyMissing';
  constructor(parameter: string, shortest: number) {
    super(
      `the parameter ${parameter} holds no key of at least ${shortest} characters. Put a SecureString of random characters there.`,
    );
  }
}
