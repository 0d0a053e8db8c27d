import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { build, type Plugin } from 'esbuild';

const root = resolve(__dirname, '../../..');

/**
 * The functions as they are deployed, `people` and `machine`, bundled in one go.
 *
 * @param replaced sources that take the place of files, by absolute path
 * @returns source by path
 */
export async function bundleAll(
  paths: readonly string[],
  replaced: ReadonlyMap<string, string>,
): Promise<Map<string, string>> {
  const entries = [
    ...paths.map((path) => ({ in: join(root, 'lambdas', `${path}.ts`), out: path })),
    { in: join(__dirname, 'people.ts'), out: 'people' },
    { in: join(__dirname, 'machine.ts'), out: 'machine' },
  ];
  const out = join(root, '.build/chaos');
  const { outputFiles } = await build({
    entryPoints: entries,
    outdir: out,
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node22',
    format: 'cjs',
    write: false,
    logLevel: 'error',
    plugins: replaced.size > 0 ? [replacing(replaced)] : [],
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
