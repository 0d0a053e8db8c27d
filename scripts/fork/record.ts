import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Accounts } from './accounts';
import type { ForkOptions } from './options';
import type { Origin } from './own-documents';

/** Where a fork keeps how it was made: with the same options, a later release becomes the same fork of it. */
export const RECORD = 'fork.json';

/** @throws Error when this project is a fork already */
export function checkNoFork(root: string): void {
  if (!existsSync(join(root, RECORD))) return;
  const { name } = JSON.parse(readFileSync(join(root, RECORD), 'utf8'));
  throw new Error(
    `This is a fork already, ${name}: ${RECORD} says how it was made. For another name take the fork back ("git log -- ${RECORD}" shows its ` +
      'commit), or fork anew. For later fixes run "npm run upstream".',
  );
}

/** The text of the record: the release that was forked, and the arguments of `npm run fork`. */
export function recordOf({ name, org, region, workflows }: ForkOptions, accounts: Accounts, origin: Origin): string {
  const kept: [string, readonly string[]][] =
    'only' in workflows ? [['--only', workflows.only]] : [['--without', workflows.without]];
  const args = [
    ...['--name', name, '--org', org, '--region', region],
    ...[
      '--accounts',
      Object.entries(accounts)
        .map(([env, id]) => `${env}=${id}`)
        .join(),
    ],
    ...kept.flatMap(([option, names]) => (option === '--only' || names.length > 0 ? [option, names.join()] : [])),
  ];
  return `${JSON.stringify({ name, origin, args }, null, 2)}\n`;
}
