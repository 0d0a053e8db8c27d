import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const LAMBDAS = join(__dirname, '..', '..', 'lambdas');

/** The names of the errors that the handlers of a workflow throw: its own, and those of the platform. */
export function knownErrors(workflow: string): readonly string[] {
  return [workflow, 'platform'].flatMap((folder) => {
    const source = readFileSync(join(LAMBDAS, folder, 'errors.ts'), 'utf8');
    return [...source.matchAll(/readonly name = '(\w+)'/g)].flatMap(([, name]) => name ?? []);
  });
}
