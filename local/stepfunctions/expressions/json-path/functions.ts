import { isObject, type JsonValue } from '../../json';
import { greatest, least } from '../extremes';
import { FunctionFault } from './errors';

type PathFunction = (model: JsonValue, parameters: JsonValue[]) => JsonValue;

/** Jayway's functions, which end a path: `$.items.length()`. @see https://github.com/json-path/JsonPath#functions */
const FUNCTIONS: Record<string, PathFunction> = {
  length: (model, [given]) => {
    if (Array.isArray(given)) return given.length;
    if (Array.isArray(model)) return model.length;
    return isObject(model) ? Object.keys(model).length : null;
  },
  keys: (model) => (isObject(model) ? Object.keys(model) : null),
  min: (model, parameters) => least(numbers(model, parameters)),
  max: (model, parameters) => greatest(numbers(model, parameters)),
  sum: (model, parameters) => sum(numbers(model, parameters)),
  avg: (model, parameters) => mean(numbers(model, parameters)),
  stddev: (model, parameters) => {
    const all = numbers(model, parameters);
    const average = mean(all);
    return Math.sqrt(sum(all.map((number) => (number - average) ** 2)) / all.length);
  },
  concat: (model, parameters) =>
    [...(Array.isArray(model) ? model : []), ...parameters.flat()].filter((part) => typeof part === 'string').join(''),
  append: (model, parameters) => (Array.isArray(model) ? [...model, ...parameters] : model),
  first: (model) => element(model, 0),
  last: (model) => element(model, -1),
  index: (model, [index]) => element(model, typeof index === 'number' ? index : 0),
};

export function isFunction(name: string): boolean {
  return Object.hasOwn(FUNCTIONS, name);
}

/** @throws FunctionFault when the function cannot be applied */
export function applyFunction(name: string, model: JsonValue, parameters: JsonValue[]): JsonValue {
  return (FUNCTIONS[name] as PathFunction)(model, parameters);
}

const EMPTY = 'Aggregation function attempted to calculate value using empty array';

function numbers(model: JsonValue, parameters: JsonValue[]): number[] {
  const all = [...(Array.isArray(model) ? model : []), ...parameters.flat()];
  const found = all.filter((value) => typeof value === 'number');
  if (found.length === 0) throw new FunctionFault(EMPTY);
  return found;
}

const sum = (all: number[]) => all.reduce((total, number) => total + number, 0);
const mean = (all: number[]) => sum(all) / all.length;

function element(model: JsonValue, index: number): JsonValue {
  if (!Array.isArray(model)) throw new FunctionFault(EMPTY);
  const value = model.at(index);
  if (value === undefined) {
    throw new FunctionFault(`Target index:${index} larger than object count:${model.length}`);
  }
  return value;
}
