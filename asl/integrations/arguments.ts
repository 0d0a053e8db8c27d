import { isJsonata, isJsonObject, type Jsonata, type JsonObject, type JsonValue } from '../definition/json';

/** The TypeScript type of each kind of argument. A JSONata expression may stand for any but an identifier. */
export interface ArgumentKinds {
  /** Names the resource that is called: a literal or a token, since the role's policy is made from it. */
  identifier: string;
  text: string;
  number: number | Jsonata;
  flag: boolean | Jsonata;
  object: JsonObject | Jsonata;
  list: readonly JsonValue[] | Jsonata;
  /** Identifiers, each a literal or a token. */
  identifiers: readonly string[];
  json: JsonValue;
}

type Kind = keyof ArgumentKinds;

/** The arguments of an API: the kind of each, with `?` after it where the API does not require it. */
export interface ArgumentSchema {
  readonly [name: string]: Kind | `${Kind}?`;
}

/** The type of `Arguments` that a schema describes. */
export type ArgumentsOf<S> = {
  readonly [N in keyof S as S[N] extends `${string}?` ? never : N]: S[N] extends Kind ? ArgumentKinds[S[N]] : never;
} & {
  readonly [N in keyof S as S[N] extends `${string}?` ? N : never]?: S[N] extends `${infer K extends Kind}?`
    ? ArgumentKinds[K]
    : never;
};

/** Something wrong with an argument: which one, and a clause that says what. */
export interface ArgumentProblem {
  readonly argument: string;
  readonly problem: string;
}

const descriptions: Record<Kind, string> = {
  identifier: 'a string',
  text: 'a string',
  number: 'a number or a JSONata expression',
  flag: 'true, false or a JSONata expression',
  object: 'an object or a JSONata expression',
  list: 'an array or a JSONata expression',
  identifiers: 'an array of strings',
  json: 'a JSON value',
};

function isOfKind(kind: Kind, value: JsonValue): boolean {
  switch (kind) {
    case 'identifier':
    case 'text':
      return typeof value === 'string';
    case 'number':
      return typeof value === 'number' || isJsonata(value);
    case 'flag':
      return typeof value === 'boolean' || isJsonata(value);
    case 'object':
      return isJsonObject(value) || isJsonata(value);
    case 'list':
      return Array.isArray(value) || isJsonata(value);
    case 'identifiers':
      return Array.isArray(value) && value.every((entry) => typeof entry === 'string');
    case 'json':
      return true;
  }
}

/** Splits `'text?'` into the kind and whether the API requires it. */
export function readKind(declared: Kind | `${Kind}?`): { kind: Kind; required: boolean } {
  const required = !declared.endsWith('?');
  // The template literal type guarantees that what precedes the question mark is a kind.
  return { kind: (required ? declared : declared.slice(0, -1)) as Kind, required };
}

function identifies(schema: ArgumentSchema, argument: string): boolean {
  const declared = Object.hasOwn(schema, argument) ? schema[argument] : undefined;
  return declared !== undefined && readKind(declared).kind === 'identifier';
}

/** The same check that the types make, for definitions that the compiler has not seen: what is missing, unknown or ill-typed. */
export function argumentProblems(schema: ArgumentSchema, given: JsonObject): readonly ArgumentProblem[] {
  const problems: ArgumentProblem[] = [];
  for (const [argument, declared] of Object.entries(schema)) {
    const { kind, required } = readKind(declared);
    const value = given[argument];
    if (value === undefined) {
      // `TableName.$` is how JSONPath passes it: the rule about identifiers says what to do.
      if (required && given[`${argument}.$`] === undefined) problems.push({ argument, problem: 'is required' });
    } else if (!isOfKind(kind, value)) {
      problems.push({ argument, problem: `must be ${descriptions[kind]}` });
    }
  }
  for (const argument of Object.keys(given)) {
    if (Object.hasOwn(schema, argument)) continue;
    if (!argument.endsWith('.$')) {
      problems.push({ argument, problem: `is not an argument of this API (it has ${Object.keys(schema).join(', ')})` });
    } else if (!identifies(schema, argument.slice(0, -2))) {
      problems.push({ argument, problem: 'is JSONPath, and this workflow is in JSONata' });
    }
  }
  return problems;
}
