import type { Resource, Stack, StackJson } from './stack';

/** What a rule finds wrong with one resource. */
export interface Finding {
  /** Address of the resource, or the name of the block of the stack. */
  readonly resource: string;
  /** What is wrong; where a resource may be wrong in several ways, which of them. */
  readonly problem: string;
}

/** One rule over one synthesized stack. It holds in every environment: where it need not, an exemption says why. */
export interface Rule {
  /** What it demands, as a sentence. */
  readonly demands: string;
  readonly why: string;
  /** The AWS page that it comes from. */
  readonly page: string;
  /** The rules of others that demand the same, such as `checkov CKV_AWS_27`. */
  readonly matches: readonly string[];
  check(stack: Stack): readonly Finding[];
}

/** The rules of one kind of resource, by their names. */
export type Rules = Readonly<Record<string, Rule>>;

/** The smallest stacks that prove a rule. */
export interface Fixture {
  /** Each breaks the rule. */
  readonly broken: readonly StackJson[];
  /** Keeps it, and has what the rule looks at. */
  readonly mended: StackJson;
}

/** A fixture for each rule of a family: the compiler asks for those that are missing. */
export type Fixtures<Family extends Rules> = Readonly<Record<keyof Family, Fixture>>;

/** One finding for each resource of which something does not hold. */
export function unless(
  resources: readonly Resource[],
  holds: (resource: Resource) => boolean,
  problem: string,
): Finding[] {
  return resources.filter((one) => !holds(one)).map(({ address }) => ({ resource: address, problem }));
}
