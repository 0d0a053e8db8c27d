/** A decision came too late, or for an order that nobody asked to approve: nothing was changed. */
export class DecisionRefused extends Error {
  override readonly name = 'DecisionRefused';
}
