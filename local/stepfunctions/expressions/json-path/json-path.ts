import { isObject, type JsonObject, type JsonValue } from '../../json';
import { Watch } from '../evaluation-timeout';
import { FunctionFault, MissingProperty, PathNotFound } from './errors';
import { filterAccepts } from './filter';
import { applyFunction } from './functions';
import { type PathToken, parsePath } from './parse-path';

/** One evaluation, and what it has found so far. */
interface Search {
  readonly tokens: PathToken[];
  readonly root: JsonValue;
  readonly found: (JsonValue | undefined)[];
  readonly watch: Watch;
}

/** Where a search is. */
interface Place {
  readonly model: JsonValue | undefined;
  readonly path: string;
  /** Whether all tokens before were definite: only then is what is missing an error. */
  readonly upstream: boolean;
}

/**
 * A compiled JSONPath as AWS reads it: by the rules of the Java library Jayway JsonPath. A definite path gives the one
 * value it leads to; an indefinite one, with wildcards, slices, filters or `..`, gives the array of all it finds.
 *
 * @see https://github.com/json-path/JsonPath
 */
export class JsonPath {
  readonly tokens: PathToken[];
  /** Whether the path can lead to one value only. */
  readonly definite: boolean;

  /**
   * @param source the path, which begins with `$`.
   * @param tokens its tokens, where they are known already.
   * @throws JsonPathSyntaxError
   */
  constructor(
    readonly source: string,
    tokens?: PathToken[],
  ) {
    this.tokens = tokens ?? ofAll(parsePath(source));
    this.definite = this.tokens.every((_, index) => isDefinite(this.tokens, index));
  }

  /**
   * @param watch that of the path which this one is a part of.
   * @returns undefined for an element beyond the end of an array: AWS takes it for null almost everywhere.
   * @throws PathNotFound, EvaluationTimeout
   */
  evaluate(root: JsonValue, watch = new Watch(this.source)): JsonValue | undefined {
    const search: Search = { tokens: this.tokens, root, found: [], watch };
    try {
      walk(search, 0, { model: root, path: '$', upstream: true });
    } catch (error) {
      if (this.definite || !(error instanceof MissingProperty)) throw error;
      // AWS finds nothing then, and does not fail.
      return [];
    }
    if (!this.definite) return search.found.map((value) => value ?? null);
    if (search.found.length === 0) throw new PathNotFound(`No results for path: ${describe(this.tokens)}`);
    return search.found.at(-1);
  }
}

/** A function after `..` is applied once, to all that was found. */
function ofAll(tokens: PathToken[]): PathToken[] {
  const last = tokens.at(-1);
  if (tokens[0]?.kind !== 'scan' || last?.kind !== 'function') return tokens;
  return [{ ...last, parameters: [new JsonPath('', tokens.slice(0, -1)), ...last.parameters] }];
}

function isDefinite(tokens: PathToken[], index: number): boolean {
  const token = tokens[index];
  switch (token?.kind) {
    case 'property':
      return token.names.length === 1 || index === tokens.length - 1;
    case 'index':
      return token.indexes.length === 1;
    case 'function':
      return true;
    default:
      return false;
  }
}

/** A path as Jayway shows it in messages. */
function describe(tokens: PathToken[]): string {
  return `$${tokens.map(fragment).join('')}`;
}

function fragment(token: PathToken): string {
  switch (token.kind) {
    case 'property':
      return propertyFragment(token.names);
    case 'index':
      return `[${token.indexes.join(',')}]`;
    case 'slice':
      return `[${token.from ?? ''}:${token.to ?? ''}]`;
    case 'wildcard':
      return '[*]';
    case 'scan':
      return '..';
    case 'filter':
      return '[?]';
    case 'function':
      return `.${token.name}(${token.parameters.length > 0 ? '...' : ''})`;
  }
}

function propertyFragment(names: string[]): string {
  return `[${names.map((name) => `'${name}'`).join(',')}]`;
}

/** Follows the tokens from `at` on. */
function walk(search: Search, at: number, place: Place): void {
  const { tokens, root, watch } = search;
  const { model, path, upstream } = place;
  watch.step();
  const token = tokens[at];
  if (!token) {
    search.found.push(model);
    return;
  }
  const definite = upstream && isDefinite(tokens, at);
  const next = (value: JsonValue | undefined, step: string) =>
    walk(search, at + 1, { model: value, path: `${path}${step}`, upstream: definite });
  switch (token.kind) {
    case 'property':
      walkProperties(search, at, token.names, place);
      return;
    case 'index':
    case 'slice':
      if (!Array.isArray(model)) {
        if (!upstream) return;
        if (model === undefined) throw new PathNotFound(`The path ${path} is null`);
        const rest = tokens.slice(at).map(fragment).join('');
        const context = JSON.stringify(model);
        throw new PathNotFound(`Filter: ${rest} can only be applied to arrays. Current context is: ${context}`);
      }
      for (const index of token.kind === 'index' ? token.indexes : sliced(token, model.length)) {
        next(model[index < 0 ? model.length + index : index], `[${index}]`);
      }
      return;
    case 'wildcard':
      if (Array.isArray(model)) {
        for (const [index, value] of model.entries()) ignoringMissing(() => next(value, `[${index}]`));
      } else if (isObject(model)) {
        for (const [name, value] of Object.entries(model)) next(value, `['${name}']`);
      }
      return;
    case 'filter':
      if (Array.isArray(model)) {
        for (const [index, value] of model.entries()) {
          if (filterAccepts(token.filter, value, root, watch)) next(value, `[${index}]`);
        }
      } else if (isObject(model) && filterAccepts(token.filter, model, root, watch)) next(model, '');
      return;
    case 'scan':
      scan(search, at + 1, model ?? null, path);
      return;
    case 'function': {
      const parameters = token.parameters.map((parameter) =>
        parameter instanceof JsonPath ? (parameter.evaluate(root, watch) ?? null) : (parameter as JsonValue),
      );
      for (const given of parameters) if (Array.isArray(given)) watch.step(given.length);
      if (Array.isArray(model)) watch.step(model.length);
      next(applyFunction(token.name, model ?? null, parameters), `.${token.name}`);
      return;
    }
  }
}

function walkProperties(search: Search, at: number, names: string[], { model, path, upstream }: Place): void {
  const { tokens } = search;
  const leaf = at === tokens.length - 1;
  if (model === undefined || !isObject(model)) {
    if (!upstream) return;
    throw new PathNotFound(
      `Expected to find an object with property ${propertyFragment(names)} in path ${path} but found '${javaClass(model)}'. ` +
        "This is not a json object according to the JsonProvider: 'com.jayway.jsonpath.spi.json.JacksonJsonNodeProvider'.",
    );
  }
  if (leaf && names.length > 1) {
    const present = names.filter((name) => Object.hasOwn(model, name));
    search.found.push(Object.fromEntries(present.map((name) => [name, model[name]])) as JsonObject);
    return;
  }
  const definite = upstream && isDefinite(tokens, at);
  for (const name of names) {
    const step = `${path}['${name}']`;
    const value = Object.hasOwn(model, name) ? model[name] : undefined;
    if (value !== undefined) walk(search, at + 1, { model: value, path: step, upstream: definite });
    else if (!leaf && definite) throw new MissingProperty(`Missing property in path ${step}`);
  }
}

/** `..`: tries the token at `at` on the model and on everything in it. */
function scan(search: Search, at: number, model: JsonValue, path: string): void {
  const token = search.tokens[at];
  search.watch.step();
  if (!token || typeof model !== 'object' || model === null) return;
  if (scanApplies(token, model, search)) walk(search, at, { model, path, upstream: false });
  if (Array.isArray(model)) {
    for (const [index, value] of model.entries()) scan(search, at, value, `${path}[${index}]`);
  } else {
    for (const [name, value] of Object.entries(model)) scan(search, at, value as JsonValue, `${path}['${name}']`);
  }
}

function scanApplies(token: PathToken, model: JsonValue, { root, watch }: Search): boolean {
  switch (token.kind) {
    case 'property':
      return isObject(model) && (token.names.length > 1 || token.names.every((name) => Object.hasOwn(model, name)));
    case 'index':
    case 'slice':
      return Array.isArray(model);
    case 'wildcard':
      return true;
    case 'filter':
      return filterAccepts(token.filter, model, root, watch);
    default:
      return false;
  }
}

function sliced({ from, to }: { from?: number; to?: number }, length: number): number[] {
  const relative = (index: number) => (index < 0 ? length + index : index);
  // Jayway counts from the end only where the slice has one bound.
  const first = from === undefined ? 0 : to === undefined ? Math.max(0, relative(from)) : from;
  const end = to === undefined ? length : Math.min(length, from === undefined ? relative(to) : to);
  return Array.from({ length: Math.max(0, end - first) }, (_, index) => first + index);
}

function ignoringMissing(step: () => void): void {
  try {
    step();
  } catch (error) {
    if (!(error instanceof PathNotFound) || error instanceof FunctionFault) throw error;
  }
}

/** The class of Jackson's node for a value, as messages name it. */
function javaClass(value: JsonValue | undefined): string {
  if (value === undefined) return 'null';
  return `com.fasterxml.jackson.databind.node.${nodeName(value)}`;
}

function nodeName(value: JsonValue): string {
  if (value === null) return 'NullNode';
  if (typeof value === 'string') return 'TextNode';
  if (typeof value === 'boolean') return 'BooleanNode';
  if (Array.isArray(value)) return 'ArrayNode';
  if (typeof value !== 'number') return 'ObjectNode';
  if (!Number.isInteger(value)) return 'DoubleNode';
  return Math.abs(value) < 2 ** 31 ? 'IntNode' : 'LongNode';
}
