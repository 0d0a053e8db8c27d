/** Where each workflow that is deployed has its line. */
export const WORKFLOW_LIST = 'stacks/workflow-list.ts';

const LINE = /^export \{ \w+ \} from '\.\/([\w-]+)';$/;

/** The folders of the workflows that the list names, in its order. */
export function listedWorkflows(source: string): readonly string[] {
  return source.split('\n').flatMap((line) => LINE.exec(line)?.[1] ?? []);
}

/** The line of a workflow in the list. */
export function listLine(name: string): string {
  return `export { ${pascalCase(name)}Workflow } from './${name}';`;
}

/** The list with a workflow more, at its place in the order that the linter wants. */
export function withWorkflow(source: string, name: string): string {
  const lines = source.trimEnd().split('\n');
  const after = lines.findIndex((line) => {
    const listed = LINE.exec(line)?.[1];
    return listed !== undefined && listed.localeCompare(name, 'en', { numeric: true }) > 0;
  });
  lines.splice(after === -1 ? lines.length : after, 0, listLine(name));
  return `${lines.join('\n')}\n`;
}

/** The list without the lines of some workflows. */
export function withoutWorkflows(source: string, names: readonly string[]): string {
  const kept = source.split('\n').filter((line) => !names.includes(LINE.exec(line)?.[1] ?? ''));
  return kept.join('\n');
}

/** `invoice-check` as `InvoiceCheck`. */
export function pascalCase(name: string): string {
  return name.replaceAll(/(?:^|-)(.)/g, (_, letter: string) => letter.toUpperCase());
}
