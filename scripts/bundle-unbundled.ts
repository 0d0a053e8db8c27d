import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative, sep } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { UnbundledPackage } from '@blueprint/lambdas/platform/unbundled-package';

/** A package as functions carry it. */
export interface CarriedPackage extends Omit<UnbundledPackage, 'files'> {
  /** Size of its files. */
  readonly bytes: number;
  /** Its files by their paths in the zip. */
  readonly contents: Readonly<Record<string, Uint8Array>>;
}

/** What goes into zips without being bundled. */
export interface Unbundled {
  readonly packages: readonly CarriedPackage[];
  /** Every file that this was read from, and every one that goes into a zip, from the project's folder. */
  readonly inputs: readonly string[];
}

/**
 * The packages that workflows declare in `lambdas/<workflow>/unbundled.ts`.
 *
 * @throws Error when one is not installed, lacks a file, or is declared twice in different ways
 */
export async function unbundledPackages(root: string): Promise<Unbundled> {
  const declarations = declarationsIn(root);
  const packages = new Map<string, UnbundledPackage>();
  for (const file of declarations) {
    const { unbundled }: { unbundled: readonly UnbundledPackage[] } = await import(join(root, file));
    for (const one of unbundled) {
      if (!isDeepStrictEqual(packages.get(one.name) ?? one, one))
        throw new Error(`${file}: another workflow declares the package ${one.name} in a different way.`);
      packages.set(one.name, one);
    }
  }
  const located = [...packages.values()].map((one) => ({ ...one, files: locate(root, one) }));
  return {
    packages: located.map(({ files, ...one }) => carried(root, one, files)),
    inputs: [...declarations, ...located.flatMap(({ files }) => Object.values(files))],
  };
}

function carried(
  root: string,
  declared: Omit<UnbundledPackage, 'files'>,
  files: Readonly<Record<string, string>>,
): CarriedPackage {
  const contents = Object.fromEntries(
    Object.entries(files).map(([path, file]) => [path, readFileSync(join(root, file))]),
  );
  const bytes = Object.values(contents).reduce((total, { length }) => total + length, 0);
  return { ...declared, bytes, contents };
}

function declarationsIn(root: string): string[] {
  return readdirSync(join(root, 'lambdas'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => `lambdas/${name}/unbundled.ts`)
    .filter((file) => existsSync(join(root, file)))
    .sort();
}

/** Where the files of a package are, from the project's folder, by their paths in the zip. */
function locate(root: string, { name, files }: UnbundledPackage): Record<string, string> {
  const folder = packageFolder(root, name);
  return Object.fromEntries(
    ['package.json', ...files].map((file) => {
      if (!existsSync(join(root, folder, file)))
        throw new Error(`The package ${name} has no file ${file}: see lambdas/*/unbundled.ts.`);
      return [`node_modules/${name}/${file}`, `${folder}/${file}`];
    }),
  );
}

/**
 * Where a package of the functions is, from the project's folder. Lambda looks for packages as Node does.
 *
 * @throws Error when it is not installed
 */
export function packageFolder(root: string, name: string): string {
  const places = createRequire(join(root, 'lambdas', 'index.ts')).resolve.paths(name) ?? [];
  const folder = places.map((place) => join(place, name)).find((place) => existsSync(join(place, 'package.json')));
  if (!folder)
    throw new Error(`The package ${name} is not installed. Run "npm install", or add it to lambdas/package.json.`);
  return relative(root, folder).split(sep).join('/');
}
