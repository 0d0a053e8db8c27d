import * as z from 'zod';
import { isAtLeast } from '../setup.cjs';
import { renameInString } from './names';
import { CDKTN_VERSION, NODE_VERSION, PACKAGES } from './packages';

const LISTS = ['dependencies', 'devDependencies', 'optionalDependencies', 'overrides', 'peerDependencies'];

type Fields = Readonly<Record<string, unknown>>;
const fields = z.record(z.string(), z.unknown());

/**
 * Puts the packages of the fork in the place of those that it replaces, in pinned versions, and raises `engines`; renames the
 * command in scripts. The order stays: `npm install` sorts as it likes.
 *
 * @throws Error when it can't be parsed, and for a package of which the fork's version isn't known here
 */
export function rewritePackageJson(path: string, text: string): string {
  if (!text.includes('cdktf')) return text;
  const before = parsed(path, text);
  const after = mapEntries(before, (field, value) => {
    if (!isObject(value)) return [field, value];
    if (field === 'scripts') return [field, mapEntries(value, (name, command) => [name, renamed(command)])];
    if (!dependsOn(before, /^(cdktf|cdktf-cli|@cdktf\/.*)$/)) return [field, value];
    if (field === 'engines') return [field, mapEntries(value, (name, range) => [name, raised(name, range)])];
    if (field === 'overrides') return [field, overridden(path, value)];
    if (!LISTS.includes(field)) return [field, value];
    const packages = dependsOn(before, /^constructs$/) ? value : withConstructs(value);
    return [field, mapEntries(packages, (name, version) => replaced(path, name, version))];
  });
  return JSON.stringify(after) === JSON.stringify(before) ? text : `${JSON.stringify(after, null, 2)}\n`;
}

function parsed(path: string, text: string): Fields {
  try {
    return fields.parse(JSON.parse(text));
  } catch (error) {
    throw new Error(`${path} can't be parsed: ${error instanceof Error ? error.message : error}`);
  }
}

function dependsOn(manifest: Fields, name: RegExp): boolean {
  return LISTS.some((field) => Object.keys(manifest[field] ?? {}).some((each) => name.test(each)));
}

/**
 * Beside the CLI, its constructs: npm puts what the root of workspaces asks for where all find it. Without that line it puts the
 * newest there that the fork accepts as a peer, and the workspaces' own beside it.
 */
function withConstructs(packages: Fields): Fields {
  return Object.fromEntries(
    Object.entries(packages).flatMap((entry) => (entry[0] === 'cdktf-cli' ? [entry, ['constructs', '']] : [entry])),
  );
}

function replaced(path: string, name: string, version: unknown): [string, unknown] {
  const replacement = Object.hasOwn(PACKAGES, name) ? PACKAGES[name] : undefined;
  if (replacement) return [replacement.name, replacement.version];
  if (!name.startsWith('@cdktf/')) return [name, version];
  throw new Error(
    `${path} has ${name}, of which the codemod knows no version in the fork. Look for ${name.replace('@cdktf', '@cdktn')} with ` +
      `"npm view", take a version whose peer dependency is cdktn ${CDKTN_VERSION}, and add it to scripts/codemod-cdktn/packages.ts.`,
  );
}

/**
 * What packages are to use instead of what they ask for, at any depth. `.` is the version of the package itself. One that is told by
 * its version, `cdktf@0.21.0`, stays: it may be none of this project.
 *
 * @see https://docs.npmjs.com/cli/configuring-npm/package-json#overrides
 */
function overridden(path: string, packages: Fields): Fields {
  return mapEntries(packages, (name, value) => {
    if (name.lastIndexOf('@') > 0) return [name, isObject(value) ? overridden(path, value) : value];
    const [newName, version] = replaced(path, name, value);
    if (!isObject(value)) return [newName, version];
    const own = Object.hasOwn(value, '.') && version !== value ? { ...value, '.': version } : value;
    return [newName, overridden(path, own)];
  });
}

/** A range of Node whose first version is lower than the fork's asks for the fork's. */
function raised(name: string, range: unknown): unknown {
  const lowest = /\d+(\.\d+)*/.exec(String(range))?.[0];
  if (name !== 'node' || (lowest !== undefined && isAtLeast(lowest, NODE_VERSION))) return range;
  return `>=${NODE_VERSION}`;
}

function renamed(command: unknown): unknown {
  return typeof command === 'string' ? renameInString(command) : command;
}

function mapEntries(given: Fields, change: (name: string, value: unknown) => [string, unknown]): Fields {
  return Object.fromEntries(Object.entries(given).map(([name, value]) => change(name, value)));
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
