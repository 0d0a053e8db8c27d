/** The protocol did not hold. */
export class Violation extends Error {
  override readonly name = 'Violation';
}

export type Row = { [name: string]: unknown };

/** @throws Violation with the message when the claim is false */
export function must(claim: boolean, message: () => string): asserts claim {
  if (!claim) throw new Violation(message());
}
