/**
 * The errors of the my-custom workflow. `name` is what the state machine matches, so it is set by hand: a minified class would carry
 * another. One that comes again however often a state is retried belongs into UNMENDABLE_ERRORS in stacks/my-custom/definition.ts.
 */

/** The input is well formed, but there is nothing in it to process. */
export class NoItems extends Error {
  override readonly name = 'NoItems';
  constructor(requestId: string) {
    super(`the input of request ${requestId} has no items. Start the workflow with at least one.`);
  }
}
