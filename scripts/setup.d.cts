/** Compares dotted versions part by part; a missing part counts as 0. */
export function isAtLeast(version: string, minimum: string): boolean;

/** Every prerequisite that is missing or too old, each as a sentence that says how to get it. */
export function missingPrerequisites(found: {
  node: string;
  python: { command: string; version: string } | undefined;
  terraform: string | undefined;
}): string[];

/** Makes the key of the local issuer, unless there is one. */
export function makeIssuerKey(file: string): void;
