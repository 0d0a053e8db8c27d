import jsonata from 'jsonata';

/** What `$states` holds in a field besides the input and the context. */
export interface Visible {
  result?: boolean;
  errorOutput?: boolean;
}

/**
 * What an expression refers to that a field cannot see, in AWS's words and in the order in which it stands. An expression
 * has no context of its own, so it cannot begin with a name, `$` or `$$`.
 *
 * @param source an expression that parses
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html#jsonata-states-variable
 */
export function unsupportedReferences(source: string, visible: Visible): string[] {
  const found = new Set<string>();
  visit(jsonata(source).ast(), (reference) => {
    if (reference === '$$') found.add("Reference to '$$' is not supported.");
    else if (reference === '$states.result' || reference === '$states.errorOutput') {
      const field = reference.slice('$states.'.length) as keyof Visible;
      if (!visible[field]) found.add(`Field '${reference}' does not exist.`);
    } else found.add(`Reference to '${reference}' at the top level is not supported.`);
  });
  return [...found];
}

type Node = Readonly<Record<string, unknown>>;

/**
 * Tells of all that is evaluated where there is no context. Of a path that is its first step only; all after it, and all
 * predicates and orders, are evaluated on what was found. The body of a function keeps the context around it.
 */
function visit(node: unknown, tell: (reference: string) => void): void {
  if (Array.isArray(node)) for (const element of node) visit(element, tell);
  if (!isNode(node)) return;
  if (node.type === 'path') visitPath(node, tell);
  if (node.type === 'name') tell(String(node.value));
  if (node.type === 'variable' && node.value === '') tell('$');
  if (node.type === 'variable' && node.value === '$') tell('$$');
  for (const part of PARTS[String(node.type)] ?? []) visit(node[part], tell);
}

/** What of each type of node is evaluated with the context of the node itself. */
const PARTS: Readonly<Record<string, string[]>> = {
  // Of an object the pairs of names and values; of an array its elements; of a minus what it stands before.
  unary: ['lhs', 'expressions', 'expression'],
  binary: ['lhs', 'rhs'],
  apply: ['lhs', 'rhs'],
  function: ['procedure', 'arguments'],
  partial: ['procedure', 'arguments'],
  lambda: ['body'],
  condition: ['condition', 'then', 'else'],
  block: ['expressions'],
  bind: ['rhs'],
};

function visitPath({ steps }: Node, tell: (reference: string) => void): void {
  if (!Array.isArray(steps)) return;
  const [first, second] = steps;
  visit(first, tell);
  if (!isNode(first) || !isNode(second) || first.type !== 'variable' || first.value !== 'states') return;
  if (second.type === 'name' && (second.value === 'result' || second.value === 'errorOutput')) {
    tell(`$states.${second.value}`);
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null;
}
