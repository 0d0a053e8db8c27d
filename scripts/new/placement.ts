import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { WORKFLOW_LIST, withoutWorkflows, withWorkflow } from './workflow-list';

/**
 * Moves the folders of a workflow to their rooms and adds its line to the list, which comes last: until then nothing knows of them.
 * When one of these fails, none of them is done.
 *
 * @param staging holds `stacks/<name>` and `lambdas/<name>`, on the same disk
 * @returns takes everything back again
 * @throws Error when a folder is there already
 */
export function place(root: string, staging: string, name: string): () => void {
  const done: (() => void)[] = [];
  const undo = () => {
    for (const back of done.splice(0).reverse()) back();
  };
  try {
    for (const room of ['lambdas', 'stacks']) {
      const folder = join(root, room, name);
      if (existsSync(folder)) throw new Error(`${room}/${name} is there already: nothing is overwritten.`);
      renameSync(join(staging, room, name), folder);
      done.push(() => rmSync(folder, { recursive: true, force: true }));
    }
    rewriteList(root, staging, (list) => withWorkflow(list, name));
    done.push(() => rewriteList(root, staging, (list) => withoutWorkflows(list, [name])));
  } catch (error) {
    undo();
    throw error;
  }
  return undo;
}

/** By a rename: the list is never there in half. */
function rewriteList(root: string, staging: string, change: (list: string) => string): void {
  const list = join(root, WORKFLOW_LIST);
  const written = join(staging, WORKFLOW_LIST);
  mkdirSync(dirname(written), { recursive: true });
  writeFileSync(written, change(readFileSync(list, 'utf8')));
  renameSync(written, list);
}
