import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The workflows that bring a file of this name, as `<room>/<workflow>/<file>`, sorted. In lambdas/platform/ is what such a file exports.
 */
export function workflowsWith(root: string, file: string, room: 'lambdas' | 'stacks' = 'lambdas'): readonly string[] {
  return readdirSync(join(root, room))
    .filter((name) => name !== 'platform' && existsSync(join(root, room, name, file)))
    .sort();
}
