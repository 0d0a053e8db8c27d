import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';

const CONSTANT = /^const (_\w+) = ("(?:[^"\\]|\\.)*");$/gm;
const STRING_OR_NAME = /"(?:[^"\\]|\\.)*"|(?<![\w$.])_\w+/g;

/**
 * Writes the constants of an SDK client's schemas out where they are used. As keys of objects (`[_hH]: 1`) they look as if they could
 * have effects, for which esbuild keeps the schema of every operation, whether it is called or not: 60 KiB of the S3 client's.
 */
export function inlineConstants(source: string): string {
  const constants = new Map([...source.matchAll(CONSTANT)].map(([, name = '', text = '']) => [name, text]));
  return source.replace(CONSTANT, '').replace(STRING_OR_NAME, (token) => constants.get(token) ?? token);
}

/** Leaves the schemas of operations that nobody calls out of a bundle. */
export const usedSchemasOnly: Plugin = {
  name: 'used-schemas-only',
  setup({ onLoad }) {
    onLoad({ filter: /client-[\w-]+[\\/]dist-es[\\/]schemas[\\/]schemas_0\.js$/ }, async ({ path }) => ({
      contents: inlineConstants(await readFile(path, 'utf8')),
      loader: 'js',
    }));
  },
};
