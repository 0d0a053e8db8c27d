import type { JsonObject, JsonValue } from '../json';
import { JsonPathSyntaxError, PathNotFound } from './json-path/errors';
import { JsonPath } from './json-path/json-path';

/** What a JSONPath field of a definition points into. */
export interface PathScope {
  /** What `$` stands for. */
  root: JsonValue;
  /** What `$$` stands for. */
  context: JsonValue;
  variables: JsonObject;
}

/** A path as a definition writes it: `$…` into the data, `$$…` into the context object, `$name…` into a variable. */
export class PathReference {
  readonly path: JsonPath;
  private readonly variable: string | undefined;
  private readonly isContext: boolean;

  /** @throws JsonPathSyntaxError */
  constructor(readonly source: string) {
    if (!source.startsWith('$')) throw new JsonPathSyntaxError("Path must start with '$'");
    this.isContext = source.startsWith('$$');
    const named = /^\$([\p{ID_Start}_][\p{ID_Continue}]*)/u.exec(source)?.[1];
    this.variable = named;
    const from = this.isContext ? 2 : 1 + (named?.length ?? 0);
    this.path = new JsonPath(`$${source.slice(from)}`);
  }

  /**
   * @returns undefined for an element beyond the end of an array.
   * @throws PathNotFound
   */
  resolve(scope: PathScope): JsonValue | undefined {
    return this.path.evaluate(this.within(scope));
  }

  /** The value that the path is followed in. @throws PathNotFound when there is no such variable */
  within({ root, context, variables }: PathScope): JsonValue {
    if (this.isContext) return context;
    if (this.variable === undefined) return root;
    const value = Object.hasOwn(variables, this.variable) ? variables[this.variable] : undefined;
    if (value === undefined) throw new PathNotFound(`The variable '${this.variable}' is not assigned`);
    return value;
  }

  /** The name of the variable that the path leads into, if it does. */
  get variableName(): string | undefined {
    return this.variable;
  }
}
