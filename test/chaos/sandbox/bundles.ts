import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { bundle } from '@blueprint/scripts/bundle';
import { BUNDLE_SETTINGS } from '@blueprint/scripts/bundle-manifest';
import { build, type Plugin } from 'esbuild';

const root = resolve(__dirname, '../../..');

/**
 * The scripts to run, by name: the functions by their paths, and what is around them. Without replacements the functions are the
 * very files that are deployed.
 *
 * @param around further files by the names of their scripts
 * @param replaced sources that take the place of files, by absolute path
 */
export async function bundleAll(
  paths: readonly string[],
  around: Readonly<Record<string, string>>,
  replaced: ReadonlyMap<string, string>,
): Promise<ReadonlyMap<string, string>> {
  if (replaced.size === 0) return new Map([...(await deployed(paths)), ...(await compiled(around, replaced))]);
  const functions = Object.fromEntries(paths.map((path) => [path, join(root, 'lambdas', `${path}.ts`)]));
  return compiled({ ...functions, ...around }, replaced);
}

async function deployed(paths: readonly string[]): Promise<[string, string][]> {
  await bundle({ root });
  const script = (path: string) => readFile(join(root, '.build/lambdas', path, 'index.js'), 'utf8');
  return Promise.all(paths.map(async (path): Promise<[string, string]> => [path, await script(path)]));
}

/** Compiles in memory, as functions are compiled for deployment. */
async function compiled(
  entries: Readonly<Record<string, string>>,
  replaced: ReadonlyMap<string, string>,
): Promise<Map<string, string>> {
  const out = join(root, '.build/chaos');
  const { outputFiles } = await build({
    ...BUNDLE_SETTINGS,
    absWorkingDir: root,
    entryPoints: entries,
    entryNames: '[dir]/[name]',
    outdir: out,
    sourcemap: false,
    write: false,
    plugins: [...BUNDLE_SETTINGS.plugins, ...(replaced.size > 0 ? [replacing(replaced)] : [])],
  });
  return new Map(outputFiles.map((file) => [file.path.slice(out.length + 1, -'.js'.length), file.text]));
}

function replacing(replaced: ReadonlyMap<string, string>): Plugin {
  return {
    name: 'replaced-sources',
    setup({ onLoad }) {
      onLoad({ filter: /\.ts$/ }, async ({ path }) => ({
        contents: replaced.get(path) ?? (await readFile(path, 'utf8')),
        loader: 'ts',
      }));
    },
  };
}
