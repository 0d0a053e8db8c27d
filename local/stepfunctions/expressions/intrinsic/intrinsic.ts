import type { JsonValue } from '../../json';
import { PathNotFound } from '../json-path/errors';
import { PathReference, type PathScope } from '../path-reference';
import { callIntrinsic, IntrinsicFault, isIntrinsic, takes } from './functions';
import { type IntrinsicNode, IntrinsicSyntaxError, parseIntrinsic } from './parse';

type Compiled =
  | { kind: 'call'; name: string; arguments: Compiled[] }
  | { kind: 'literal'; value: JsonValue }
  | { kind: 'path'; reference: PathReference };

/** A compiled call of an intrinsic function. */
export class Intrinsic {
  private readonly root: Compiled;

  /** @throws IntrinsicSyntaxError, JsonPathSyntaxError */
  constructor(readonly source: string) {
    this.root = compile(parseIntrinsic(source));
  }

  /** @throws IntrinsicFault with the sentence that AWS shows */
  evaluate(scope: PathScope, random: () => number): JsonValue {
    try {
      return run(this.root, scope, random);
    } catch (error) {
      if (!(error instanceof IntrinsicFault)) throw error;
      throw new IntrinsicFault(`The function '${this.source}' had the following error: ${error.message}`);
    }
  }

  /** The variables that the call reads. */
  get variables(): string[] {
    return variablesOf(this.root);
  }
}

/** Whether a text is meant as a call of an intrinsic function. */
export const isIntrinsicCall = (text: string): boolean => /^\s*States\.\w+\s*\(/.test(text);

function compile(node: IntrinsicNode): Compiled {
  switch (node.kind) {
    case 'literal':
      return node;
    case 'path':
      return { kind: 'path', reference: new PathReference(node.source) };
    case 'text':
      return { kind: 'literal', value: node.text.replace(/\\(.)/g, '$1') };
    case 'call': {
      const { name } = node;
      if (!isIntrinsic(name)) throw new IntrinsicSyntaxError(`There is no intrinsic function ${name}`);
      if (!takes(name, node.arguments.length)) {
        throw new IntrinsicSyntaxError(`${name} does not take ${node.arguments.length} arguments`);
      }
      // Format reads the escapes of its template itself.
      const all = node.arguments.map(
        (argument, index): Compiled =>
          name === 'States.Format' && index === 0 && argument.kind === 'text'
            ? { kind: 'literal', value: argument.text }
            : compile(argument),
      );
      return { kind: 'call', name, arguments: all };
    }
  }
}

function run(node: Compiled, scope: PathScope, random: () => number): JsonValue {
  if (node.kind === 'literal') return node.value;
  if (node.kind === 'path') return resolve(node.reference, scope);
  return callIntrinsic(
    node.name,
    node.arguments.map((argument) => run(argument, scope, random)),
    random,
  );
}

function resolve(reference: PathReference, scope: PathScope): JsonValue {
  let value: JsonValue | undefined;
  try {
    value = reference.resolve(scope);
  } catch (error) {
    if (!(error instanceof PathNotFound)) throw error;
    // Where Jayway itself refuses, AWS shows its words.
    if (error.message.startsWith('Filter:')) throw new IntrinsicFault(error.message);
  }
  if (value !== undefined) return value;
  const path = reference.source.replace(/^\$\$/, '$');
  const input = JSON.stringify(scope.root);
  throw new IntrinsicFault(`The JsonPath argument for the field '${path}' could not be found in the input '${input}'`);
}

function variablesOf(node: Compiled): string[] {
  if (node.kind === 'call') return node.arguments.flatMap(variablesOf);
  return node.kind === 'path' && node.reference.variableName !== undefined ? [node.reference.variableName] : [];
}
