import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmdirSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
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

/** Links the workspaces of a project under the names that they have now, as npm does. Others that they had stay until {@link unlinkFormer}. */
export function linkWorkspaces(project: string): void {
  for (const [name, room] of workspaceNames(project)) {
    const path = join(project, 'node_modules', name);
    if (!existsSync(path)) link(room, path);
  }
}

/** Removes the links to workspaces under names that they have no more. */
export function unlinkFormer(project: string): void {
  const root = realpathSync(project);
  const modules = join(root, 'node_modules');
  const isOwn = (name: string) => {
    const place = relative(root, realpathSync(join(modules, name)));
    return !place.startsWith('..') && !place.includes('node_modules');
  };
  const names = workspaceNames(root);
  for (const name of packagesIn(modules).filter((one) => !names.has(one) && isOwn(one))) {
    rmSync(join(modules, name));
    const scope = dirname(join(modules, name));
    if (scope !== modules && readdirSync(scope).length === 0) rmdirSync(scope);
  }
}

/** The workspaces' folders by their names. */
function workspaceNames(project: string): ReadonlyMap<string, string> {
  return new Map(
    workspacesOf(project).map((room) => {
      const { name } = JSON.parse(readFileSync(join(project, room, 'package.json'), 'utf8'));
      return [name, join(project, room)];
    }),
  );
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
