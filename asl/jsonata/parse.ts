import jsonata from 'jsonata';

/**
 * A node of a JSONata syntax tree, as far as this library reads it. The types that `jsonata` ships say less than its
 * parser gives (an object constructor's `lhs`, a lambda's `body`), so nodes are read by hand.
 */
export interface Expression {
  readonly type: string;
  readonly value: unknown;
  /** Every node below this one, in source order. */
  readonly children: readonly Expression[];
  /** The steps of a path: `$states.result.Item` has three. */
  readonly steps: readonly Expression[];
  /** Of a function call: the name of the function, when it is called by name. */
  readonly calls: string | undefined;
  readonly arguments: readonly Expression[];
}

function isNode(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof RegExp);
}

function nodesIn(value: unknown): Expression[] {
  if (Array.isArray(value)) return value.flatMap(nodesIn);
  if (!isNode(value)) return [];
  return typeof value.type === 'string' ? [read(value)] : Object.values(value).flatMap(nodesIn);
}

function read(node: Record<string, unknown>): Expression {
  const procedure = isNode(node.procedure) ? node.procedure : undefined;
  return {
    type: String(node.type),
    value: node.value,
    children: Object.entries(node)
      .filter(([key]) => key !== 'type' && key !== 'value' && key !== 'procedure')
      .flatMap(([, child]) => nodesIn(child))
      .concat(procedure?.type === 'variable' ? [] : nodesIn(procedure)),
    steps: node.type === 'path' ? nodesIn(node.steps) : [],
    calls: procedure?.type === 'variable' ? String(procedure.value) : undefined,
    arguments: nodesIn(node.arguments),
  };
}

/** A JSONata expression that does not parse; the message says where and why. */
export class JsonataSyntaxError extends Error {
  override readonly name = 'JsonataSyntaxError';
}

/**
 * Parses the source of an expression, without its `{%` and `%}`.
 * @throws JsonataSyntaxError with the parser's message and the position, counted from 1 in characters
 */
export function parse(source: string): Expression {
  try {
    const ast: unknown = jsonata(source).ast();
    if (!isNode(ast)) throw new Error('it is empty');
    return read(ast);
  } catch (error) {
    const message = isNode(error) && typeof error.message === 'string' ? error.message : String(error);
    const position = isNode(error) && typeof error.position === 'number' ? ` at character ${error.position}` : '';
    throw new JsonataSyntaxError(`${message}${position}`);
  }
}
