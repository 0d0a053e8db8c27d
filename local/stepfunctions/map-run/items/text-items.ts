import type { JsonValue } from '../../json';

/** Finds the items in a text that comes in pieces. Keeps no more of it than the item at hand. What is no such text throws. */
export interface TextItems {
  /** The items that end within this piece. */
  push(text: string): JsonValue[];
  /** Those that the end of the text ends. */
  end(): JsonValue[];
}
