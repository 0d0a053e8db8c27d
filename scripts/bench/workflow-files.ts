import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** The workflows that bring a section of their own, in `lambdas/<workflow>/bench.ts`. In platform/ is what such a file exports. */
export function measuredWorkflows(root: string): readonly string[] {
  return readdirSync(join(root, 'lambdas'))
    .filter((name) => name !== 'platform' && existsSync(join(root, 'lambdas', name, 'bench.ts')))
    .sort();
}
