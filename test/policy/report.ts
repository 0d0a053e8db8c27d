import type { Exempted, Judgement, Violation } from './judgement';

/** What one set of rules says of all stacks. */
export interface Answer extends Judgement {
  /** Who says so: `54 rules`, `checkov`. */
  readonly who: string;
  /** Names of the stacks that it is about. */
  readonly stacks: readonly string[];
}

/** For a terminal: a line for each environment, each reason once, and what is wrong in full. */
export function asText(answers: readonly Answer[]): string {
  const width = Math.max(...environments(answers.flatMap(({ stacks }) => stacks)).map(({ length }) => length));
  return [
    ...counts(answers).map(
      ({ environment, who, exempted, broken }) =>
        `${environment.padEnd(width)}  ${who}: ${exempted} findings exempted, ${broken} without a reason`,
    ),
    '',
    ...reasons(answers).map(({ where, rules, count, reason }) => `${where}: ${rules} (${count} findings)\n  ${reason}`),
    ...wrong(answers).map((one) => `\n${one}`),
  ].join('\n');
}

/** For a comment on a pull request: the reasons are there to be unfolded. */
export function asMarkdown(answers: readonly Answer[]): string {
  const exemptions = reasons(answers);
  return [
    '### Policy',
    '',
    '| Environment | Asked | Exempted findings | Without a reason |',
    '| --- | --- | ---: | ---: |',
    ...counts(answers).map(
      ({ environment, who, exempted, broken }) => `| ${environment} | ${who} | ${exempted} | ${broken} |`,
    ),
    '',
    ...wrong(answers).flatMap((one) => [`- ${one}`, '']),
    `<details><summary>${exemptions.length} exemptions</summary>`,
    '',
    ...exemptions.map(({ where, rules, count, reason }) => `- ${where}: ${rules} (${count}). ${reason}`),
    '',
    '</details>',
    '',
  ].join('\n');
}

interface Count {
  readonly environment: string;
  readonly who: string;
  readonly exempted: number;
  readonly broken: number;
}

function counts(answers: readonly Answer[]): Count[] {
  return environments(answers.flatMap(({ stacks }) => stacks)).flatMap((environment) => {
    const of = (all: readonly Violation[]) => all.filter(({ stack }) => environmentOf(stack) === environment).length;
    return answers
      .filter(({ stacks }) => environments(stacks).includes(environment))
      .map(({ who, exempted, broken }) => ({ environment, who, exempted: of(exempted), broken: of(broken) }));
  });
}

/** Each reason once, with all that it answers. */
function reasons(answers: readonly Answer[]): { where: string; rules: string; count: number; reason: string }[] {
  const groups = new Map<string, Exempted[]>();
  for (const one of answers.flatMap(({ exempted }) => exempted))
    groups.set(one.reason, [...(groups.get(one.reason) ?? []), one]);
  return [...groups].map(([reason, all]) => ({
    where: environments(all.map(({ stack }) => stack)).join(', '),
    rules: [...new Set(all.map(({ rule }) => rule))].join(', '),
    count: all.length,
    reason,
  }));
}

function wrong(answers: readonly Answer[]): string[] {
  return answers.flatMap(({ broken, stale }) => [
    ...broken.map(({ rule, stack, resource, problem }) => `${rule}: in ${stack}, ${resource} ${problem}`),
    ...stale,
  ]);
}

function environments(stacks: readonly string[]): string[] {
  return [...new Set(stacks.map(environmentOf))].sort();
}

function environmentOf(stack: string): string {
  return stack.split('-', 1).join();
}
