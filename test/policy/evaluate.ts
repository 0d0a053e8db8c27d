import type { PolicyExemption } from '@blueprint/stacks/policy-exemption';
import { RIGHT_CALLED } from './called-rights';
import { CHECKOV } from './checkov/check-id';
import { type Judgement, judge, type Violation } from './judgement';
import { RIGHT_USED } from './rights';
import { RULES } from './rules';
import type { Stack } from './stack';

/** Asked of scripts and runs, not of stacks alone. */
const OF_RIGHTS = [RIGHT_CALLED, RIGHT_USED];

/**
 * Asks every rule about every stack.
 *
 * @throws Error when an exemption names a rule that there is not, or gives no reason
 */
export function evaluate(stacks: readonly Stack[], exemptions: readonly PolicyExemption[]): Judgement {
  checkExemptions(exemptions);
  return judge(stacks.flatMap(violationsIn), exemptions, Object.keys(RULES));
}

/** What the rules find wrong with one stack. */
export function violationsIn(stack: Stack): Violation[] {
  return Object.entries(RULES).flatMap(([rule, { check }]) =>
    check(stack).map((finding) => ({ rule, stack: stack.name, ...finding })),
  );
}

function checkExemptions(exemptions: readonly PolicyExemption[]): void {
  for (const { rules, reason } of exemptions) {
    const unknown = rules.find((rule) => !(rule in RULES) && !CHECKOV.test(rule) && !OF_RIGHTS.includes(rule));
    if (unknown !== undefined)
      throw new Error(`An exemption is from "${unknown}", which is no rule of test/policy/rules: ${reason}`);
    if (reason.trim() === '') throw new Error(`The exemption from ${rules.join(', ')} gives no reason.`);
  }
}
