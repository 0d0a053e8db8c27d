/** A file as a rule leaves it. */
export interface Rewritten {
  readonly text: string;
  /** What has the old name still, because nobody but a person can tell what it is: one line each, with its line number. */
  readonly left: readonly string[];
}

/** How a place in a file is told to a person. */
export function leftAt(text: string, offset: number, what: string): string {
  return `${text.slice(0, offset).split('\n').length}: ${what.trim().split('\n', 1)[0]}`;
}
