/** Something that must not be, whatever the definition. */
export class Violation extends Error {
  override readonly name = 'Violation';
}

/** @throws Violation unless the condition holds */
export function hold(condition: boolean, otherwise: () => string): asserts condition {
  if (!condition) throw new Violation(otherwise());
}
