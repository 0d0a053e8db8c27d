import type { JsonValue } from '../json';

/** The largest input, output or result, in bytes of UTF-8. @see https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
export const LARGEST_PAYLOAD = 256 * 1024;

/** A JSON value with its text: the text is measured, recorded and passed on without being made again. */
export interface Payload {
  value: JsonValue;
  text: string;
}

export function payload(value: JsonValue): Payload {
  return { value, text: JSON.stringify(value) };
}

/** The array of these payloads. */
export function payloadArray(elements: Payload[]): Payload {
  return {
    value: elements.map((element) => element.value),
    text: `[${elements.map((element) => element.text).join(',')}]`,
  };
}

export function isTooLarge(text: string): boolean {
  // A character takes one to three bytes of UTF-8 per UTF-16 unit, so most texts need no counting.
  return text.length * 3 > LARGEST_PAYLOAD && Buffer.byteLength(text) > LARGEST_PAYLOAD;
}
