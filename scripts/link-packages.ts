import { existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/**
 * Gives a copy of a project the packages of that project: each is linked on its own, so that the workspaces among them are those of
 * the copy.
 *
 * @param project where the packages are installed
 * @param copy another folder with the same workspaces, under whatever names
 */
export function linkPackages(project: string, copy: string): void {
  for (const room of ['.', ...workspacesOf(copy)]) {
    for (const name of packagesIn(join(project, room, 'node_modules'))) {
      const target = realpathSync(join(project, room, 'node_modules', name));
      if (relative(project, target).includes('node_modules')) link(target, join(copy, room, 'node_modules', name));
    }
  }
  linkWorkspaces(copy);
}

/** Links the workspaces of a project under the names that they have now, as npm does, and under no other. */
export function linkWorkspaces(project: string): void {
  const root = realpathSync(project);
  const modules = join(root, 'node_modules');
  const isOwn = (name: string) => {
    const place = relative(root, realpathSync(join(modules, name)));
    return !place.startsWith('..') && !place.includes('node_modules');
  };
  for (const name of packagesIn(modules).filter(isOwn)) rmSync(join(modules, name));
  for (const room of workspacesOf(root)) {
    const { name } = JSON.parse(readFileSync(join(root, room, 'package.json'), 'utf8'));
    link(join(root, room), join(modules, name));
  }
}

function workspacesOf(project: string): readonly string[] {
  return JSON.parse(readFileSync(join(project, 'package.json'), 'utf8')).workspaces;
}

/** Names of the packages in a folder, `@scope/name` among them; files that begin with a dot are npm's own. */
function packagesIn(folder: string): readonly string[] {
  const names = entriesOf(folder).filter((name) => !name.startsWith('.'));
  return names.flatMap((name) =>
    name.startsWith('@') ? entriesOf(join(folder, name)).map((inner) => `${name}/${inner}`) : [name],
  );
}

function entriesOf(folder: string): readonly string[] {
  return existsSync(folder) ? readdirSync(folder) : [];
}

function link(target: string, path: string): void {
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync(target, path, 'junction');
}
