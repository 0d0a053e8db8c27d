import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { build, type Metafile } from 'esbuild';
import { BUNDLE_SETTINGS, type BundledFunction, readManifest, upToDate, writeManifest } from './bundle-manifest';
import { zipOf } from './bundle-zip';
import { handlerFiles } from './handler-files';

/** The most that a bundle may weigh before it is zipped, in bytes: larger ones take too long to load at a cold start. */
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
  /** The functions whose bundle is larger than `BUNDLE_LIMIT_BYTES`. */
  readonly tooLarge: readonly BundledFunction[];
}

/**
 * Bundles each handler `lambdas/<workflow>/<file>.ts` into `.build/lambdas/<workflow>/<file>/index.js` with its source map, and
 * zips the script alone, byte for byte the same for the same sources, as `.build/lambdas/<workflow>/<file>.zip`. Skipped while
 * every source, package and setting that went into them is unchanged.
 *
 * @throws Error of esbuild that names file and line when a source does not compile
 */
export async function bundle({ root = resolve(__dirname, '..') }: BundleOptions = {}): Promise<BundleReport> {
  const entries = handlerFiles(root);
  const earlier = readManifest(root);
  if (earlier && upToDate(root, earlier, entries)) return report(earlier.functions, false);
  rmSync(join(root, '.build', 'lambdas'), { recursive: true, force: true });
  const { metafile, outputFiles } = await build({
    ...BUNDLE_SETTINGS,
    absWorkingDir: root,
    entryPoints: [...entries],
    outbase: 'lambdas',
    outdir: '.build/lambdas',
    metafile: true,
    write: false,
  });
  for (const { path, contents } of outputFiles) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, contents);
  }
  const functions = bundledFunctions(root, metafile);
  writeManifest(root, entries, Object.keys(metafile.inputs), functions);
  return report(functions, true);
}

function bundledFunctions(root: string, { outputs }: Metafile): BundledFunction[] {
  return Object.entries(outputs)
    .flatMap(([output, { entryPoint, bytes }]) => {
      if (entryPoint === undefined) return [];
      const path = entryPoint.replace(/^lambdas\//, '').replace(/\.ts$/, '');
      const zip = zipOf('index.js', readFileSync(join(root, output)));
      writeFileSync(join(root, '.build', 'lambdas', `${path}.zip`), zip);
      return [{ path, bytes, zipBytes: zip.length }];
    })
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

function report(functions: readonly BundledFunction[], built: boolean): BundleReport {
  return { functions, built, tooLarge: functions.filter(({ bytes }) => bytes > BUNDLE_LIMIT_BYTES) };
}

const kib = (bytes: number): string => `${(bytes / 1024).toFixed(0).padStart(5)} KiB`;

async function main(): Promise<void> {
  const { functions, built, tooLarge } = await bundle();
  for (const { path, bytes, zipBytes } of functions) console.log(`${kib(bytes)} ${kib(zipBytes)} zipped  ${path}`);
  console.log(built ? `${functions.length} functions bundled.` : `${functions.length} functions are up to date.`);
  for (const { path, bytes } of tooLarge) {
    console.error(
      `${path} weighs ${kib(bytes).trim()}, more than ${kib(BUNDLE_LIMIT_BYTES).trim()}: see what it imports.`,
    );
  }
}

if (require.main === module) {
  main().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
}
