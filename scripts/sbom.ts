import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { bundle } from './bundle';
import type { BundledFunction } from './bundle-manifest';
import { packageFolder } from './bundle-unbundled';
import { runScript } from './command-line';
import { type Component, Components } from './sbom/components';

/**
 * Writes what ships: the functions, and the packages of which esbuild has put something into each, or that lie beside its script,
 * with their licences. A package that is only used to build, test or deploy is not in it. The same sources give the same bytes.
 *
 * @param file gets a CycloneDX 1.6 document in JSON
 * @param root the project's folder. Default: this project's
 * @returns the packages
 * @throws Error when a package is under a licence that is not allowed
 * @see https://cyclonedx.org/docs/1.6/json/
 */
export async function writeSbom(file: string, root = resolve(__dirname, '..')): Promise<readonly Component[]> {
  const { functions } = await bundle({ root });
  const { name, version }: { name: string; version: string } = JSON.parse(
    readFileSync(join(root, 'package.json'), 'utf8'),
  );
  const components = new Components(root);
  const shipped = functions.map((one) => ({
    ref: `function:${one.path}`,
    path: one.path,
    dependsOn: [...new Set(shippedBy(root, one, components).map(({ purl }) => purl))].sort(),
  }));
  const document = {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: { component: { type: 'application', 'bom-ref': name, name, version } },
    components: [
      ...shipped.map(({ ref, path }) => ({ type: 'application', 'bom-ref': ref, name: path })),
      ...components.all,
    ],
    dependencies: [
      { ref: name, dependsOn: shipped.map(({ ref }) => ref) },
      ...shipped.map(({ ref, dependsOn }) => ({ ref, dependsOn })),
    ],
  };
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(document, null, 1)}\n`);
  return components.all;
}

function shippedBy(root: string, { bundledFrom, packages }: BundledFunction, components: Components): Component[] {
  return [
    ...bundledFrom.map((folder) => components.at(folder)),
    ...packages.map(({ name, licencesWithin }) => components.at(packageFolder(root, name), licencesWithin)),
  ];
}

async function main(argv: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...argv],
    options: { output: { type: 'string', default: '.build/sbom.cdx.json' } },
  });
  const packages = await writeSbom(values.output);
  const licences = new Set(packages.flatMap(({ licenses }) => licenses.map(({ license }) => license.id)));
  console.log(`${values.output}: ${packages.length} packages ship, under ${[...licences].sort().join(', ')}.`);
}

if (require.main === module) runScript(main);
