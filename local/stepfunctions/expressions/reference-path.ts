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

/** Thrown when a path cannot be applied to an input. */
export class ReferencePathFault extends Error {}

/**
 * The input with the value at the path. Objects that are not there are made; an array is not extended.
 *
 * @throws ReferencePathFault
 */
export function putAt({ source, steps }: ReferencePath, input: JsonValue, value: JsonValue): JsonValue {
  const fault = () => new ReferencePathFault(`Unable to apply ReferencePath ${source} to input ${JSON.stringify(input)}`);
  const put = (target: JsonValue | undefined, at: number): JsonValue => {
    const step = steps[at];
    if (step === undefined) return value;
    if (typeof step === 'number') {
      if (!Array.isArray(target) || step < 0 || step >= target.length) throw fault();
      return target.map((element, index) => (index === step ? put(element, at + 1) : element));
    }
    if (target !== undefined && !isObject(target)) throw fault();
    const object: JsonObject = target ?? {};
    return { ...object, [step]: put(Object.hasOwn(object, step) ? object[step] : undefined, at + 1) };
  };
  return put(input, 0);
}
