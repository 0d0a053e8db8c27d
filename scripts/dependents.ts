import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';

const ROOMS = ['stacks', 'lambdas'];

/** `from '…'`, `import '…'` and `import('…')`. */
const SPECIFIER = /\b(?:from|import)\s*\(?\s*'([^']+)'/g;

/**
 * What is deleted when a workflow is: itself, and every workflow whose files import one that is deleted.
 *
 * @param root the project's folder
 * @param workflows the folders of all of them
 */
export function deletedWith(root: string, workflows: readonly string[], name: string): readonly string[] {
  const imports = new Map(workflows.map((workflow) => [workflow, importedBy(root, workflow)]));
  const deleted = new Set([name]);
  // A set's iterator comes to what is added meanwhile.
  for (const one of deleted) {
    for (const [workflow, imported] of imports) if (imported.has(one)) deleted.add(workflow);
  }
  return [...deleted];
}

/** The folders of the rooms that a workflow's files import from. */
function importedBy(root: string, workflow: string): ReadonlySet<string> {
  const files = ROOMS.flatMap((room) => filesOf(root, `${room}/${workflow}`)).filter((file) => file.endsWith('.ts'));
  return new Set(
    files.flatMap((file) =>
      [...readFileSync(join(root, file), 'utf8').matchAll(SPECIFIER)].flatMap(([, specifier = '']) => {
        const path = specifier.startsWith('.')
          ? posix.join(posix.dirname(file), specifier)
          : specifier.replace(/^@blueprint\//, '');
        const [room = '', folder = ''] = path.split('/');
        return ROOMS.includes(room) && folder !== workflow ? folder : [];
      }),
    ),
  );
}

/** The files below a folder of the project, as paths from the project's folder with forward slashes. */
export function filesOf(root: string, folder: string): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((file) => `${folder}/${file.replaceAll('\\', '/')}`)
    .filter((file) => /\.\w+$/.test(file));
}
