/** A name that one object of a JSON text has more than once, and the path to that object: empty for the outermost. */
export interface RepeatedName {
  readonly path: string;
  readonly name: string;
}

/** What is open at a place in the text: an object with the names that it had so far, or an array. */
interface Open {
  readonly path: string;
  readonly names: Set<string> | undefined;
  /** The member that the text is at: a name, or an index. */
  at: string | number;
}

const tokens = /(?<text>"(?:[^"\\]|\\.)*")(?<colon>\s*:)?|[{}[\],]/g;

function pathTo({ path, names, at }: Open): string {
  if (names === undefined) return `${path}[${at}]`;
  return path === '' ? String(at) : `${path}.${at}`;
}

/**
 * The names that are repeated within an object, of which `JSON.parse` would keep the last and say nothing.
 *
 * @param text JSON that `JSON.parse` takes
 */
export function repeatedNames(text: string): readonly RepeatedName[] {
  const open: Open[] = [];
  const repeated: RepeatedName[] = [];
  for (const { 0: token, groups } of text.matchAll(tokens)) {
    const around = open.at(-1);
    if (token === '{' || token === '[') {
      const path = around === undefined ? '' : pathTo(around);
      open.push({ path, names: token === '{' ? new Set() : undefined, at: token === '{' ? '' : 0 });
    } else if (token === '}' || token === ']') {
      open.pop();
    } else if (token === ',') {
      if (typeof around?.at === 'number') around.at += 1;
    } else if (groups?.colon !== undefined && around !== undefined) {
      const name: string = JSON.parse(groups.text ?? '""');
      if (around.names?.has(name)) repeated.push({ path: around.path, name });
      around.names?.add(name);
      around.at = name;
    }
  }
  return repeated;
}
