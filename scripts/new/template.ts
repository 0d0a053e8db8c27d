import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { pascalCase } from './workflow-list';

/** What the template's workflow is called, in its files and their paths. */
const PLACEHOLDER = 'my-custom';

const folder = join(__dirname, 'workflow');

/** The files of a new workflow by their paths in the project, with forward slashes: those of the template under another name. */
export function workflowFiles(name: string): ReadonlyMap<string, string> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    /^(lambdas|stacks)[\\/].*\.\w+$/.test(file),
  );
  return new Map(
    files.sort().map((file) => {
      const path = file.split(sep).join('/');
      return [renamed(path, name), renamed(readFileSync(join(folder, file), 'utf8'), name)];
    }),
  );
}

function renamed(text: string, name: string): string {
  return [kebabCase, pascalCase, camelCase].reduce((before, as) => before.replaceAll(as(PLACEHOLDER), as(name)), text);
}

function kebabCase(name: string): string {
  return name;
}

function camelCase(name: string): string {
  return name.slice(0, 1) + pascalCase(name).slice(1);
}
