import { expressionOf, isJsonata } from '../definition/json';
import type { AnyScope, AnyState, Workflow } from '../definition/workflow';
import { type Edge, edgesOf } from '../graph/edges';
import { innerScopes, isDistributed, stateNamed } from '../graph/scopes';

const longestLabel = 60;

/** The characters that would end or break a label, as the entities that Mermaid reads. */
function label(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  const short = line.length > longestLabel ? `${line.slice(0, longestLabel - 1)}…` : line;
  return short.replaceAll('#', '#35;').replaceAll(/[:;"<>{}]/g, (character) => `#${character.charCodeAt(0)};`);
}

function edgeLabel({ kind, when }: Edge): string {
  if (kind === 'default') return ' : otherwise';
  if (when === undefined) return '';
  return ` : ${label(kind === 'catch' ? `on ${when}` : isJsonata(when) ? expressionOf(when) : when)}`;
}

/** Gives each state an id that Mermaid accepts: its name where it can, otherwise a numbered one. */
function idsOf(scope: AnyScope, ids: Map<AnyState, string>, taken: Set<string>): void {
  for (const [name, state] of Object.entries(scope.States)) {
    const plain = /^[A-Za-z]\w*$/.test(name) && name !== 'state' && name !== 'end' && !taken.has(name);
    const id = plain ? name : `s${ids.size}`;
    ids.set(state, id);
    taken.add(id);
    for (const inner of innerScopes(state)) idsOf(inner, ids, taken);
  }
}

function title(name: string, state: AnyState): string {
  if (state.Type !== 'Map') return name;
  const each = isDistributed(state) ? 'for each, as an execution' : 'for each';
  return state.MaxConcurrency === undefined || state.MaxConcurrency === 0
    ? `${name} (${each})`
    : `${name} (${each}, ${isJsonata(state.MaxConcurrency) ? expressionOf(state.MaxConcurrency) : state.MaxConcurrency} at once)`;
}

function drawScope(scope: AnyScope, ids: ReadonlyMap<AnyState, string>, indent: string): readonly string[] {
  const idOf = (name: string): string => {
    const state = stateNamed(scope, name);
    return (state && ids.get(state)) ?? name;
  };
  const lines = [`${indent}[*] --> ${idOf(scope.StartAt)}`];
  for (const [name, state] of Object.entries(scope.States)) {
    const inner = innerScopes(state);
    const shown = title(name, state);
    if (shown !== idOf(name)) lines.push(`${indent}state "${label(shown)}" as ${idOf(name)}`);
    if (inner.length > 0) {
      const drawn = inner.map((each) => drawScope(each, ids, `${indent}  `));
      lines.push(`${indent}state ${idOf(name)} {`);
      lines.push(...drawn.flatMap((branch, index) => (index === 0 ? branch : [`${indent}  --`, ...branch])));
      lines.push(`${indent}}`);
    }
    for (const edge of edgesOf(state)) {
      lines.push(`${indent}${idOf(name)} --> ${edge.to === undefined ? '[*]' : idOf(edge.to)}${edgeLabel(edge)}`);
    }
    if (state.Type === 'Fail') lines.push(`${indent}class ${idOf(name)} failed`);
  }
  return lines;
}

/**
 * A workflow as a Mermaid state diagram: the same text for the same workflow. A Map and a Parallel are composite states,
 * the branches of a Parallel side by side; a Choice's ways carry its conditions, a Catch's its errors.
 * @see https://mermaid.js.org/syntax/stateDiagram.html
 */
export function mermaid(workflow: Workflow): string {
  const ids = new Map<AnyState, string>();
  idsOf(workflow, ids, new Set());
  const lines = ['stateDiagram-v2', '  classDef failed stroke:#c00', ...drawScope(workflow, ids, '  ')];
  return `${lines.join('\n')}\n`;
}
