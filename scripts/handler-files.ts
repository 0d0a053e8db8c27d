import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

/** The files of `lambdas/<workflow>/` that export a `handler`, as paths from the project's folder with forward slashes. */
export function handlerFiles(root: string): readonly string[] {
  const room = join(root, 'lambdas');
  return readdirSync(room, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'node_modules')
    .flatMap(({ name }) => readdirSync(join(room, name)).map((file) => join(room, name, file)))
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && exportsHandler(file))
    .map((file) => relative(root, file).split(sep).join('/'))
    .sort();
}

function exportsHandler(file: string): boolean {
  return /^export (const|async function|function) handler\b/m.test(readFileSync(file, 'utf8'));
}
