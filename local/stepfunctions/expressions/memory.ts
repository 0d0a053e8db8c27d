import { MEMORY_LIMIT_EXCEEDED } from './functions';

/** The most elements of a sequence, as on AWS. */
export const LONGEST_SEQUENCE = 873_782;
/** What AWS lets one value take while an expression is evaluated, in bytes. */
export const EVALUATION_MEMORY = 6_990_256;
const BYTES_PER_VALUE = EVALUATION_MEMORY / LONGEST_SEQUENCE;

/** @throws Error in AWS's words when the text is too long to be evaluated */
export function checkText(text: string): void {
  // No character takes more than three bytes for each of its code units.
  if (text.length * 3 <= EVALUATION_MEMORY) return;
  if (text.length > EVALUATION_MEMORY || Buffer.byteLength(text) > EVALUATION_MEMORY) exceeded();
}

/** @throws Error */
export function exceeded(): never {
  throw new Error(MEMORY_LIMIT_EXCEEDED);
}

/**
 * Counts what a value takes that is walked through: an expression can put the same object into itself again and again, so
 * that little in memory is very much as JSON.
 */
export class Measure {
  // What all is in does not count: the largest text and the longest sequence fit.
  private left = EVALUATION_MEMORY + BYTES_PER_VALUE;

  /** @throws Error when all values so far take too much */
  add(value: unknown): void {
    this.left -= BYTES_PER_VALUE;
    if (typeof value === 'string') {
      checkText(value);
      this.left -= value.length;
    }
    if (this.left < 0) exceeded();
  }

  /** Adds a value and all that is in it. @throws Error */
  addAll(value: unknown): void {
    this.add(value);
    if (typeof value !== 'object' || value === null || isCallable(value)) return;
    for (const inner of Array.isArray(value) ? value : Object.values(value)) this.addAll(inner);
  }
}

/** Whether a value is a function to JSONata: one of its own, a lambda or one of JavaScript. */
export function isCallable(value: unknown): boolean {
  if (typeof value === 'function') return true;
  if (typeof value !== 'object' || value === null) return false;
  const { _jsonata_function, _jsonata_lambda } = value as Record<string, unknown>;
  return _jsonata_function === true || _jsonata_lambda === true;
}
