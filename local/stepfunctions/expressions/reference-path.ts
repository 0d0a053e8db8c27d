import { isObject, type JsonObject, type JsonValue } from '../json';
import { JsonPath } from './json-path/json-path';

/** A path of names and indexes only, at which a value can be put: `$.a['b'][0]`. */
export interface ReferencePath {
  source: string;
  steps: (string | number)[];
}

/** Undefined when the text is no reference path. @see https://states-language.net/spec.html#ref-paths */
export function parseReferencePath(source: string): ReferencePath | undefined {
  let path: JsonPath;
  try {
    path = new JsonPath(source);
  } catch {
    return undefined;
  }
  const steps: (string | number)[] = [];
  for (const token of path.tokens) {
    const step = token.kind === 'property' ? token.names : token.kind === 'index' ? token.indexes : [];
    if (step.length !== 1 || typeof step[0] === 'undefined') return undefined;
    steps.push(step[0]);
  }
  return { source, steps };
}

/** Thrown when a reference path does not fit what it is applied to: AWS's `States.ReferencePathConflict`. */
export class ReferencePathConflict extends Error {}

/**
 * The input with the value at the path. Objects that are not there are made; an array is not extended.
 *
 * @throws ReferencePathConflict
 */
export function putAt({ source, steps }: ReferencePath, input: JsonValue, value: JsonValue): JsonValue {
  if (input === null || typeof input !== 'object') {
    throw new ReferencePathConflict(`Unable to apply ReferencePath ${source} to input ${JSON.stringify(input)}`);
  }
  const put = (target: JsonValue | undefined, at: number): JsonValue => {
    const step = steps[at];
    if (step === undefined) return value;
    if (typeof step === 'number') {
      if (!Array.isArray(target) || step < 0 || step >= target.length) throw conflict(step, input);
      return target.map((element, index) => (index === step ? put(element, at + 1) : element));
    }
    if (target !== undefined && !isObject(target)) throw conflict(step, input);
    const object: JsonObject = target ?? {};
    return { ...object, [step]: put(Object.hasOwn(object, step) ? object[step] : undefined, at + 1) };
  };
  return put(input, 0);
}

/** What a path that leads nowhere in the input stumbles over; undefined when it leads somewhere. */
export function conflictOf({ steps }: ReferencePath, input: JsonValue): ReferencePathConflict | undefined {
  let target: JsonValue | undefined = input;
  for (const step of steps) {
    const fits = typeof step === 'number' ? Array.isArray(target) : isObject(target);
    if (!fits || !Object.hasOwn(target as object, step)) return conflict(step, input);
    target = (target as Record<string | number, JsonValue>)[step];
  }
  return undefined;
}

const conflict = (step: string | number, input: JsonValue) =>
  new ReferencePathConflict(`Unable to apply step "${step}" to input ${JSON.stringify(input)}`);
