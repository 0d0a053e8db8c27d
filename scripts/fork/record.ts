import { type ForkRecord, RECORD, readRecord } from '../upstream/fork-record';
import type { Accounts } from './accounts';
import type { ForkOptions } from './options';

/** @throws Error when this project is a fork already */
export function checkNoFork(root: string): void {
  const record = readRecord(root);
  if (record === undefined) return;
  throw new Error(
    `This is a fork already, ${record.name}: ${RECORD} says how it was made. For another name take the fork back ("git log -- ${RECORD}" shows ` +
      'its commit), or begin with the original. For later fixes run "npm run upstream".',
  );
}

/** The record of a fork. What it was asked on a terminal is in it, so that nobody has to be asked again. */
export function recordOf(
  { name, org, region, workflows }: ForkOptions,
  accounts: Accounts,
  origin: ForkRecord['origin'],
): ForkRecord {
  const ids = Object.entries(accounts).map(([env, id]) => `${env}=${id}`);
  const args = ['--name', name, '--org', org, '--region', region, '--accounts', ids.join()];
  if ('only' in workflows) args.push('--only', workflows.only.join());
  else if (workflows.without.length > 0) args.push('--without', workflows.without.join());
  return { name, origin, args };
}
