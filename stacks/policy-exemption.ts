/**
 * What may stay as it is although a rule of `test/policy` or a check of checkov says otherwise. Those for one workflow stand in
 * its `policy-exemptions.ts`, so that they go with it; all others in `test/policy/exemptions.ts`. In patterns, `*` is any text.
 */
export interface PolicyExemption {
  /** Names of rules, and ids of checkov's checks, that the same reason answers. */
  readonly rules: readonly string[];
  /** Patterns of the stacks' names, such as `local-*`. Default: every stack. */
  readonly stacks?: readonly string[];
  /** Patterns of the resources' addresses, such as `aws_lambda_function.image_*`. Default: every resource. */
  readonly resources?: readonly string[];
  /** Patterns of the problems that a rule tells apart. Default: every one. */
  readonly problems?: readonly string[];
  readonly reason: string;
}
