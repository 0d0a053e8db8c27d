import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** Where a fork keeps how it was made: with the same arguments, a later release becomes the same fork of it. */
export const RECORD = 'fork.json';

const forkRecord = z.strictObject({
  name: z.string(),
  /** The release that was forked: the version in its package.json, and its commit. */
  origin: z.strictObject({ version: z.string(), commit: z.string() }),
  /** Of `npm run fork`. */
  args: z.array(z.string()),
});

export type ForkRecord = z.output<typeof forkRecord>;

/** How a fork was made; undefined where the project is none. @throws Error when somebody has broken the file */
export function readRecord(root: string): ForkRecord | undefined {
  const file = join(root, RECORD);
  if (!existsSync(file)) return undefined;
  try {
    return forkRecord.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    throw new Error(
      `${RECORD} is not as "npm run fork" has written it ("git log -- ${RECORD}" shows how it was): ${error instanceof Error ? error.message : error}`,
    );
  }
}

export function recordText(record: ForkRecord): string {
  return `${JSON.stringify(record, null, 2)}\n`;
}
