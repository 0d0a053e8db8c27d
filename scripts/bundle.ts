import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { build, type Metafile } from 'esbuild';
import { BUNDLE_SETTINGS, type BundledFunction, readManifest, upToDate, writeManifest } from './bundle-manifest';
import { type Unbundled, unbundledPackages } from './bundle-unbundled';
import { zipOf } from './bundle-zip';
import { runScript } from './command-line';
import { handlerFiles } from './handler-files';

/** The most that a script may weigh before it is zipped, in bytes: larger ones take too long to load at a cold start. */
export const BUNDLE_LIMIT_BYTES = 600 * 1024;

export interface BundleOptions {
  /** The project's folder. Default: this project's. */
  readonly root?: string;
}

export interface BundleReport {
  /** All functions, in the order of their paths. */
  readonly functions: readonly BundledFunction[];
  /** False when nothing had changed and the bundles of an earlier run were kept. */
  readonly built: boolean;
  /** The functions whose script is larger than `BUNDLE_LIMIT_BYTES`, or one of whose packages is than its own limit. */
  readonly tooLarge: readonly BundledFunction[];
}

/**
 * Bundles each handler `lambdas/<workflow>/<file>.ts` into `.build/lambdas/<workflow>/<file>/index.js` with its source map, and
 * zips the script, byte for byte the same for the same sources, as `.build/lambdas/<workflow>/<file>.zip`. Packages that a workflow
 * declares as unbundled lie beside the script and in the zip, in those functions alone that import them. Skipped while every source,
 * package and setting that went into them is unchanged.
 *
 * @throws Error of esbuild that names file and line when a source does not compile
 */
export async function bundle({ root = resolve(__dirname, '..') }: BundleOptions = {}): Promise<BundleReport> {
  const entries = handlerFiles(root);
  const unbundled = await unbundledPackages(root);
  const sources = [...entries, ...unbundled.inputs];
  const earlier = readManifest(root);
  if (earlier && upToDate(root, earlier, sources)) return report(earlier.functions, false);
  rmSync(join(root, '.build', 'lambdas'), { recursive: true, force: true });
  const { metafile, outputFiles } = await build({
    ...BUNDLE_SETTINGS,
    absWorkingDir: root,
    external: unbundled.packages.map(({ name }) => name),
    entryPoints: [...entries],
    outbase: 'lambdas',
    outdir: '.build/lambdas',
    metafile: true,
    write: false,
  });
  for (const { path, contents } of outputFiles) write(path, contents);
  const functions = bundledFunctions(root, metafile, unbundled);
  writeManifest(root, sources, [...Object.keys(metafile.inputs), ...unbundled.inputs], functions);
  return report(functions, true);
}

function bundledFunctions(root: string, { outputs }: Metafile, unbundled: Unbundled): BundledFunction[] {
  return Object.entries(outputs)
    .flatMap(([output, { entryPoint, bytes, imports, inputs }]) => {
      if (entryPoint === undefined) return [];
      const path = entryPoint.replace(/^lambdas\//, '').replace(/\.ts$/, '');
      const imported = new Set(imports.filter(({ external }) => external).map((one) => one.path));
      const carried = unbundled.packages.filter(({ name }) => imported.has(name));
      const beside: Record<string, Uint8Array> = Object.assign({}, ...carried.map(({ contents }) => contents));
      for (const [file, content] of Object.entries(beside)) write(join(root, dirname(output), file), content);
      const zip = zipOf({ 'index.js': readFileSync(join(root, output)), ...beside });
      write(join(root, '.build', 'lambdas', `${path}.zip`), zip);
      const packages = carried.map(({ contents, ...one }) => ({ ...one, files: Object.keys(contents) }));
      return [{ path, bytes, zipBytes: zip.length, bundledFrom: packageFolders(inputs), packages }];
    })
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** What esbuild has read and left out altogether is not in the script. */
function packageFolders(inputs: Metafile['outputs'][string]['inputs']): string[] {
  const kept = Object.entries(inputs).filter(([, { bytesInOutput }]) => bytesInOutput > 0);
  const folders = kept.flatMap(([file]) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(file)?.[0] ?? []);
  return [...new Set(folders)].sort();
}

function write(file: string, content: Uint8Array): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}

function report(functions: readonly BundledFunction[], built: boolean): BundleReport {
  return { functions, built, tooLarge: functions.filter(isTooLarge) };
}

function isTooLarge({ bytes, packages }: BundledFunction): boolean {
  return bytes > BUNDLE_LIMIT_BYTES || packages.some((one) => one.bytes > one.limitBytes);
}

const kib = (bytes: number): string => `${(bytes / 1024).toFixed(0).padStart(5)} KiB`;

async function main(): Promise<void> {
  const { functions, built, tooLarge } = await bundle();
  for (const { path, bytes, zipBytes, packages } of functions) {
    const beside = packages.map((one) => `, with ${one.name}: ${kib(one.bytes).trim()}`).join('');
    console.log(`${kib(bytes)} ${kib(zipBytes)} zipped  ${path}${beside}`);
  }
  console.log(built ? `${functions.length} functions bundled.` : `${functions.length} functions are up to date.`);
  for (const one of tooLarge) console.error(describeTooLarge(one));
}

function describeTooLarge({ path, bytes, packages }: BundledFunction): string {
  const weighs = (what: string, size: number, limit: number, look: string) =>
    size > limit ? [`${what} weighs ${kib(size).trim()}, more than ${kib(limit).trim()}: ${look}.`] : [];
  return [
    ...weighs(path, bytes, BUNDLE_LIMIT_BYTES, 'see what it imports'),
    ...packages.flatMap((one) =>
      weighs(`${one.name} in ${path}`, one.bytes, one.limitBytes, 'see the unbundled.ts that declares it'),
    ),
  ].join('\n');
}

if (require.main === module) runScript(main);
