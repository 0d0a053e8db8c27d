import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** The workflows that bring a file of this name, as `lambdas/<workflow>/<file>`, sorted. In platform/ is what such a file exports. */
export function workflowsWith(root: string, file: string): readonly string[] {
  return readdirSync(join(root, 'lambdas'))
    .filter((name) => name !== 'platform' && existsSync(join(root, 'lambdas', name, file)))
    .sort();
}
