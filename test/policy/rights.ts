import { existsSync, readFileSync } from 'node:fs';
import type { Right } from '@blueprint/local';
import type { PolicyExemption } from '@blueprint/stacks/policy-exemption';
import { type Judgement, judge, type Violation } from './judgement';

/** What exemptions call the rule that each right of a role is used in a run of the local environment. */
export const RIGHT_USED = 'right-used';

/** What runs of the local environment say of the rights that roles have. */
export interface UsedRights extends Judgement {
  readonly granted: number;
  readonly used: number;
}

/**
 * Looks for rights that roles have, and that nothing has used in any of some runs. An exemption is stale when no role has what it
 * speaks of: what a run uses differs a little from run to run.
 *
 * @param files as local AWSs leave them
 * @throws Error when one is not there
 */
export function judgeRights(files: readonly string[], exemptions: readonly PolicyExemption[]): UsedRights {
  const rights = new Map<string, Right>();
  for (const one of files.flatMap(readRights)) {
    const key = `${one.role} ${one.action} ${one.resource}`;
    rights.set(key, { ...one, used: one.used || rights.get(key)?.used === true });
  }
  const all = [...rights.values()];
  const { broken, exempted } = judge(all.filter(({ used }) => !used).map(violation), exemptions, [RIGHT_USED]);
  const { stale } = judge(all.map(violation), exemptions, [RIGHT_USED]);
  return { broken, exempted, stale, granted: all.length, used: all.filter(({ used }) => used).length };
}

/** For a terminal. */
export function rightsLine({ granted, used, broken, exempted }: UsedRights): string {
  const reasons = `${exempted.length} have a reason not to be, ${broken.length} have none`;
  return `${used} of the ${granted} rights of roles were used; ${reasons}`;
}

function readRights(file: string): Right[] {
  if (!existsSync(file)) throw new Error(`There is no ${file}. "npm start -- --once" leaves one in .local/aws.`);
  return JSON.parse(readFileSync(file, 'utf8'));
}

function violation({ role, action, resource }: Right): Violation {
  return { rule: RIGHT_USED, stack: 'local', resource: role, problem: `${action} on ${resource}` };
}
