import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { UnbundledPackage } from '@blueprint/lambdas/platform/unbundled-package';
import { type BuildOptions, version as esbuildVersion } from 'esbuild';
import { usedSchemasOnly } from './bundle-schemas';

/**
 * How every handler is compiled: for the oldest Node that runs it, which is the local host's 20; Lambda's 22 runs that too.
 * The source map stays out of the zip, where it would weigh three times as much as the script and slow the start.
 */
export const BUNDLE_SETTINGS = {
  bundle: true,
  minify: true,
  keepNames: false,
  platform: 'node',
  target: 'node20.9',
  format: 'cjs',
  // The packages' ES modules, from which unused exports are left out: a quarter smaller than their CommonJS.
  mainFields: ['module', 'main'],
  // A function's credentials are in its environment: the SDK's chain of other places weighs 130 KiB and is never asked.
  alias: { '@aws-sdk/credential-provider-node': './lambdas/platform/credentials.ts' },
  entryNames: '[dir]/[name]/index',
  sourcemap: 'external',
  legalComments: 'none',
  logLevel: 'silent',
  plugins: [usedSchemasOnly],
} satisfies BuildOptions;

export interface BundledFunction {
  /** `<workflow>/<file>`. */
  readonly path: string;
  /** Size of the script. */
  readonly bytes: number;
  readonly zipBytes: number;
  /** Folders of the packages of which something is in the script, from the project's folder, sorted. */
  readonly bundledFrom: readonly string[];
  /** The packages that lie beside the script, with all their files. */
  readonly packages: readonly (UnbundledPackage & { readonly bytes: number })[];
}

/** Of the manifest's form: one of another form is of no use. */
const FORM = 2;

interface Manifest {
  /** Hash of the settings, the list of sources and every file that went into a bundle. */
  readonly hash: string;
  readonly inputs: readonly string[];
  readonly functions: readonly BundledFunction[];
}

/** The manifest of the last run, or undefined when there was none. */
export function readManifest(root: string): Manifest | undefined {
  const file = manifestFile(root);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Manifest) : undefined;
}

export function writeManifest(
  root: string,
  sources: readonly string[],
  inputs: readonly string[],
  functions: readonly BundledFunction[],
): void {
  const manifest: Manifest = { hash: hashOf(root, sources, inputs) ?? '', inputs, functions };
  writeFileSync(manifestFile(root), JSON.stringify(manifest));
}

/** Whether the bundles of a manifest are what a new run would write. */
export function upToDate(root: string, { hash, inputs, functions }: Manifest, sources: readonly string[]): boolean {
  if (hashOf(root, sources, inputs) !== hash) return false;
  const bundles = functions.flatMap(({ path, packages }) => {
    const beside = packages.flatMap(({ files }) => files);
    return [`${path}.zip`, ...['index.js', ...beside].map((file) => join(path, file))];
  });
  return bundles.every((file) => existsSync(join(root, '.build', 'lambdas', file)));
}

function manifestFile(root: string): string {
  return join(root, '.build', 'lambdas', 'manifest.json');
}

/** Undefined when a file that went into a bundle is gone. */
function hashOf(root: string, sources: readonly string[], inputs: readonly string[]): string | undefined {
  const hash = createHash('sha256').update(JSON.stringify({ FORM, esbuildVersion, BUNDLE_SETTINGS, sources }));
  for (const input of inputs) {
    const file = join(root, input);
    if (!existsSync(file)) return undefined;
    hash.update(`\0${input}\0`).update(readFileSync(file));
  }
  return hash.digest('hex');
}
