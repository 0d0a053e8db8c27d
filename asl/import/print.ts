import { isJsonArray, isJsonObject, type JsonValue } from '../definition/json';
import type { Workflow } from '../definition/workflow';

const width = 120;

/** How `print` names what it writes. */
export interface PrintOptions {
  /** The name of the constant: a JavaScript identifier; `definition` when absent. */
  readonly name?: string;
  /** Where the source imports `workflow` from; `@blueprint/asl` when absent. */
  readonly from?: string;
}

/** A string literal: in single quotes, or in double ones where that saves escapes. */
function quoted(text: string): string {
  const double = JSON.stringify(text);
  if (text.includes("'") && !text.includes('"')) return double;
  return `'${double.slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}

/** A property name: bare where it can be. `__proto__` must be computed: bare or quoted it would set the prototype. */
function property(name: string): string {
  if (name === '__proto__') return "['__proto__']";
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : quoted(name);
}

function inline(value: JsonValue): string {
  if (typeof value === 'string') return quoted(value);
  if (isJsonArray(value)) return `[${value.map(inline).join(', ')}]`;
  if (!isJsonObject(value)) return JSON.stringify(value);
  const entries = Object.entries(value).map(([name, entry]) => `${property(name)}: ${inline(entry)}`);
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
}

/** A literal on one line where the line has room for it, otherwise an entry a line. `used` is what the line holds already. */
function literal(value: JsonValue, indent: string, used: number): string {
  const short = inline(value);
  if (used + short.length + 1 <= width) return short;
  const inner = `${indent}  `;
  if (isJsonArray(value)) {
    return `[\n${value.map((entry) => `${inner}${literal(entry, inner, inner.length)},\n`).join('')}${indent}]`;
  }
  if (!isJsonObject(value)) return short;
  const lines = Object.entries(value).map(([name, entry]) => {
    const start = `${inner}${property(name)}: `;
    return `${start}${literal(entry, inner, start.length)},\n`;
  });
  return `{\n${lines.join('')}${indent}}`;
}

/**
 * A workflow as TypeScript source that compiles: an import of `workflow` and one exported constant. Read back, it is the
 * same workflow, its fields in the same order.
 */
export function print(workflow: Workflow, { name = 'definition', from = '@blueprint/asl' }: PrintOptions = {}): string {
  // A workflow is JSON, which its own types say less plainly.
  const value: JsonValue = JSON.parse(JSON.stringify(workflow));
  const start = `export const ${name} = workflow(`;
  return `import { workflow } from ${quoted(from)};\n\n${start}${literal(value, '', start.length + 1)});\n`;
}
