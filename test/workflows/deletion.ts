import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { listedWorkflows, WORKFLOW_LIST, withoutWorkflows } from '../../scripts/new/workflow-list';
import type { ProjectCopy } from './project-copy';

/**
 * Deletes workflows as a person does who forks the project: two folders and a line each.
 *
 * @returns brings them back
 * @throws Error when one of them has no line or no folder
 */
export function deleteWorkflows(copy: ProjectCopy, names: readonly string[]): () => void {
  const list = copy.read(WORKFLOW_LIST);
  const folders = names.flatMap((name) => [`stacks/${name}`, `lambdas/${name}`]);
  const missing = [
    ...names.filter((name) => !listedWorkflows(list).includes(name)),
    ...folders.filter((folder) => !existsSync(join(copy.root, folder))),
  ];
  if (missing.length > 0) throw new Error(`There is no ${missing.join(', ')} to delete.`);
  const away = (folder: string) => join(copy.root, '.build', 'deleted', folder);
  for (const folder of folders) {
    mkdirSync(dirname(away(folder)), { recursive: true });
    renameSync(join(copy.root, folder), away(folder));
  }
  copy.write(WORKFLOW_LIST, withoutWorkflows(list, names));
  return () => {
    for (const folder of folders) renameSync(away(folder), join(copy.root, folder));
    copy.write(WORKFLOW_LIST, list);
  };
}

/**
 * What the tools find wrong with a project: the compiler, the linter of the paths that were changed, and the check of the generated
 * documents, for which an environment is synthesized. Empty when all is well.
 */
export async function problemsOf(
  copy: ProjectCopy,
  changed: readonly string[] = [WORKFLOW_LIST],
): Promise<readonly string[]> {
  const ended = await Promise.all([copy.tsc(), copy.biome(...changed), copy.script('scripts/diagrams.ts', '--check')]);
  return ended.filter(({ code }) => code !== 0).map(({ output }) => output);
}
