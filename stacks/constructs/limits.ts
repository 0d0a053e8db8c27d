import type { Construct } from 'constructs';

/**
 * Checks a number against the bounds that AWS documents, so that a wrong setting fails at synth and not halfway
 * through a deployment.
 *
 * @param bounds smallest and largest value that AWS takes, both included
 * @param page the AWS page that states the bounds
 * @throws Error that names the construct, the field, the value and the bounds
 */
export function within(
  where: Construct,
  field: string,
  value: number,
  [smallest, largest]: readonly [number, number],
  page: string,
): void {
  if (!Number.isInteger(value) || value < smallest || value > largest) {
    throw new Error(
      `${where.node.path}: ${field} is ${value}, but AWS takes whole numbers from ${smallest} to ${largest}. See ${page}`,
    );
  }
}

/**
 * Checks a name against the pattern that AWS documents.
 *
 * @param rule the pattern in words
 * @throws Error that names the construct, the name and the rule
 */
export function named(where: Construct, name: string, pattern: RegExp, rule: string, page: string): void {
  if (!pattern.test(name)) {
    throw new Error(`${where.node.path}: the name "${name}" must be ${rule}. See ${page}`);
  }
}
