import type { Condition, Grant } from '../integrations/integration';

/** An IAM policy statement. */
export interface Statement {
  readonly Sid: string;
  readonly Effect: 'Allow';
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: Condition;
}

/** A statement on `*`, and why there is no narrower one. */
export interface Exemption {
  readonly Sid: string;
  readonly Action: readonly string[];
  readonly reason: string;
  /** The AWS page that says so. */
  readonly page: string;
}

/** A grant and the AWS page it comes from. */
export interface SourcedGrant extends Grant {
  readonly page: string;
}

function capitalized(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** `lambda:InvokeFunction` becomes `LambdaInvokeFunction`: a Sid has letters and digits only. */
function sidOf(action: string): string {
  return action
    .split(/[^A-Za-z0-9]+/)
    .map(capitalized)
    .join('');
}

function key({ actions, condition, reason }: Grant): string {
  return JSON.stringify([actions, condition ?? null, reason ?? null]);
}

/**
 * Statements of grants: one per set of actions and condition, their resources together in the definition's order. (Sorting them
 * would sort tokens, whose numbers change with everything else in the stack.) The Sid is made from the first action;
 * statements that share one are numbered.
 */
export function statementsOf(grants: readonly SourcedGrant[]): {
  readonly statements: readonly Statement[];
  readonly exemptions: readonly Exemption[];
} {
  const groups = new Map<string, SourcedGrant[]>();
  for (const grant of grants) groups.set(key(grant), [...(groups.get(key(grant)) ?? []), grant]);
  const used = new Map<string, number>();
  const statements: Statement[] = [];
  const exemptions: Exemption[] = [];
  for (const group of groups.values()) {
    const [first] = group;
    const [action] = first?.actions ?? [];
    if (first === undefined || action === undefined) continue;
    const base = sidOf(action);
    const count = (used.get(base) ?? 0) + 1;
    used.set(base, count);
    const Sid = count === 1 ? base : `${base}${count}`;
    statements.push({
      Sid,
      Effect: 'Allow',
      Action: first.actions,
      Resource: [...new Set(group.flatMap(({ resources }) => resources))],
      ...(first.condition === undefined ? {} : { Condition: first.condition }),
    });
    if (first.reason !== undefined) {
      exemptions.push({ Sid, Action: first.actions, reason: first.reason, page: first.page });
    }
  }
  return { statements, exemptions };
}
