import { type Arguments, listOf, type Resource, type Stack } from './stack';

/** A statement of a policy, with lists where policies may have single values. */
export interface Statement {
  readonly sid: string;
  readonly effect: string;
  /** `*`, or `<kind>:<who>`, such as `Service:lambda.amazonaws.com`. */
  readonly principals: readonly string[];
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** It speaks of all but these. */
  readonly excepted: boolean;
  readonly conditions: readonly Condition[];
}

export interface Condition {
  /** `StringEquals`, `ArnLikeIfExists`, … */
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

/** The statements of a policy document in JSON. Empty for what is no document. */
export function statementsOf(document: unknown): Statement[] {
  return listOf(parsed(document).Statement).map((one) => readStatement(one as Arguments));
}

/** The statements of the inline policies of a role, each with the policy that it stands in. */
export function roleStatements(stack: Stack, role: Resource): Statement[] {
  return stack.referring('aws_iam_role_policy', 'role', role).flatMap(({ args }) => statementsOf(args.policy));
}

/**
 * Whether a policy refuses whatever does not come over TLS, and under no other condition.
 *
 * @param targets of each, whether an element `Resource` names it: all must be named
 */
export function refusesPlainHttp(
  document: unknown,
  action: string,
  targets: readonly ((resource: string) => boolean)[],
): boolean {
  const refusals = statementsOf(document).filter(
    ({ effect, excepted, principals, actions, conditions }) =>
      effect === 'Deny' &&
      !excepted &&
      principals.includes('*') &&
      actions.includes(action) &&
      conditions.length === 1 &&
      conditions.every(isPlainHttp),
  );
  return targets.every((names) => refusals.some(({ resources }) => resources.some(names)));
}

function isPlainHttp({ operator, key, values }: Condition): boolean {
  return operator === 'Bool' && key.toLowerCase() === 'aws:securetransport' && String(values) === 'false';
}

function parsed(document: unknown): Arguments {
  if (typeof document !== 'string') return {};
  try {
    return JSON.parse(document) as Arguments;
  } catch {
    throw new Error(`This is no policy document in JSON: ${document.slice(0, 80)}`);
  }
}

function readStatement(one: Arguments): Statement {
  const texts = (...names: readonly string[]) => names.flatMap((name) => listOf(one[name]).map(String));
  return {
    sid: String(one.Sid ?? ''),
    effect: String(one.Effect),
    principals: principalsOf(one.Principal ?? one.NotPrincipal),
    actions: texts('Action', 'NotAction'),
    resources: texts('Resource', 'NotResource'),
    excepted: ['NotAction', 'NotResource', 'NotPrincipal'].some((name) => name in one),
    conditions: Object.entries((one.Condition ?? {}) as Record<string, Arguments>).flatMap(([operator, tests]) =>
      Object.entries(tests).map(([key, values]) => ({ operator, key, values: listOf(values).map(String) })),
    ),
  };
}

function principalsOf(principal: unknown): string[] {
  if (typeof principal !== 'object' || principal === null) return listOf(principal).map(String);
  return Object.entries(principal).flatMap(([kind, who]) =>
    listOf(who).map((one) => (one === '*' ? '*' : `${kind}:${one}`)),
  );
}
