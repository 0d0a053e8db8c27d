import { EXEMPTIONS, type Exemption } from './exemptions';

/** One `Allow` of an IAM policy. */
export interface Statement {
  readonly Sid: string;
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/**
 * The policy document of a role, with one statement for each right.
 *
 * @param owner whose policy it is, for the error
 * @param exemptions actions that may stand on `*` besides the project's own exemptions
 * @throws Error when a statement allows an action on `*` that is not exempt, or a wildcard as an action, and when two
 *   statements share a Sid
 */
export function policyDocument(
  owner: string,
  statements: readonly Statement[],
  exemptions: readonly Exemption[] = [],
): string {
  const exempt = [...EXEMPTIONS, ...exemptions].flatMap(({ Action }) => Action);
  for (const [index, { Sid, Action, Resource }] of statements.entries()) {
    if (statements.findIndex((other) => other.Sid === Sid) !== index) {
      throw new Error(`${owner}: two statements are called ${Sid}. IAM wants each Sid once.`);
    }
    const wild = Action.find((action) => action.includes('*'));
    if (wild) throw new Error(`${owner}: statement ${Sid} allows "${wild}". Name each action.`);
    const unexplained = Resource.includes('*') && Action.find((action) => !exempt.includes(action));
    if (unexplained) {
      throw new Error(
        `${owner}: statement ${Sid} allows ${unexplained} on every resource. Name the resource's ARN, or, when AWS has ` +
          'none for this action, list the action with the reason in stacks/constructs/exemptions.ts.',
      );
    }
  }
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: statements.map(({ Sid, Action, Resource, Condition }) => ({
      Sid,
      Effect: 'Allow',
      Action,
      Resource,
      ...(Condition && { Condition }),
    })),
  });
}
