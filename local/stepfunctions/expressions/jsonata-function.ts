/** What JSONata calls its functions on. */
export interface Focus {
  environment: { base: { guardrails: () => void } };
  createSequence: () => unknown[];
}

export type Implementation = (this: Focus, ...args: never[]) => unknown;

/** A function as JSONata keeps it. */
export interface Definition {
  _jsonata_function: true;
  implementation: Implementation;
  signature?: unknown;
}
