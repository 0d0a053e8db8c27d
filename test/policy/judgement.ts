import type { PolicyExemption } from '@blueprint/stacks/policy-exemption';
import type { Finding } from './rule';

/** What a rule finds wrong in one stack. */
export interface Violation extends Finding {
  readonly rule: string;
  readonly stack: string;
}

/** A violation that may stay. */
export interface Exempted extends Violation {
  readonly reason: string;
}

export interface Judgement {
  /** Nobody has written a reason for these. */
  readonly broken: readonly Violation[];
  readonly exempted: readonly Exempted[];
  /** What is wrong with the exemptions, each as a sentence. */
  readonly stale: readonly string[];
}

/**
 * Sets what may stay apart from what may not.
 *
 * @param ran names of the rules that were asked: exemptions from others are left alone
 */
export function judge(
  violations: readonly Violation[],
  exemptions: readonly PolicyExemption[],
  ran: readonly string[],
): Judgement {
  const broken: Violation[] = [];
  const exempted: Exempted[] = [];
  for (const violation of violations) {
    const found = exemptions.find((one) => applies(one, violation));
    if (found) exempted.push({ ...violation, reason: found.reason });
    else broken.push(violation);
  }
  return { broken, exempted, stale: exemptions.flatMap((one) => staleParts(one, violations, ran)) };
}

function applies({ rules, stacks, resources, problems }: PolicyExemption, violation: Violation): boolean {
  const any = (patterns: readonly string[] | undefined, text: string) =>
    patterns === undefined || patterns.some((pattern) => like(text, pattern));
  return (
    rules.includes(violation.rule) &&
    any(stacks, violation.stack) &&
    any(resources, violation.resource) &&
    any(problems, violation.problem)
  );
}

/**
 * An exemption must answer something with each of its patterns: what is left over would hide the next mistake. Of rules that one
 * reason answers, some may have nothing to ask: a fork may have no queues.
 */
function staleParts(exemption: PolicyExemption, violations: readonly Violation[], ran: readonly string[]): string[] {
  const rules = exemption.rules.filter((rule) => ran.includes(rule));
  if (rules.length === 0) return [];
  const name = `The exemption from ${rules.join(', ')} (${exemption.reason})`;
  const answered = violations.filter((violation) => applies({ ...exemption, rules }, violation));
  if (answered.length === 0) return [`${name} answers nothing: delete it.`];
  return (['stacks', 'resources', 'problems'] as const).flatMap((part) =>
    (exemption[part] ?? [])
      .filter((pattern) => !answered.some((violation) => applies({ ...exemption, [part]: [pattern] }, violation)))
      .map((pattern) => `${name} answers nothing for ${pattern}: delete that.`),
  );
}

/** `*` in a pattern is any text. */
function like(text: string, pattern: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 's').test(text);
}
