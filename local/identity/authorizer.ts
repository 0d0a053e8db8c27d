import type { AwsClient } from '../aws/client';
import { ROOT_CREDENTIALS } from '../aws/credentials';
import { AwsError, xmlField } from '../aws/error';
import type { ConditionKeys } from '../stepfunctions';
import type { Caller } from './caller';

type Decision = 'allowed' | 'implicitDeny' | 'explicitDeny';

/**
 * Asks MiniStack's policy simulation before one of our own parts serves a request, since MiniStack cannot check what never
 * reaches it. Answers are kept until an IAM write passes.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html
 */
export class Authorizer {
  readonly #client: AwsClient;
  #decisions = new Map<string, Promise<Decision>>();

  constructor(client: AwsClient) {
    this.#client = client;
  }

  /** To be called after every IAM write. */
  forgetDecisions(): void {
    // A new map: a question that is under way answers into the old one, where nobody will find it.
    this.#decisions = new Map();
  }

  /**
   * Throws `AccessDeniedException`, worded as AWS words it, unless the caller's policies allow the action on the resource.
   *
   * @param context keys that conditions of the policies may ask for
   */
  async authorize(
    caller: Caller,
    action: string,
    resource: string,
    { deniedStatus = 400, context = {} }: { deniedStatus?: number; context?: ConditionKeys } = {},
  ): Promise<void> {
    if (caller.kind === 'root') return;
    const decision = await this.#decide(caller.policySourceArn, action, resource, context);
    if (decision === 'allowed') return;
    const reason =
      decision === 'explicitDeny'
        ? 'with an explicit deny in an identity-based policy'
        : `because no identity-based policy allows the ${action} action`;
    throw new AwsError(
      'AccessDeniedException',
      `User: ${caller.arn} is not authorized to perform: ${action} on resource: ${resource} ${reason}`,
      deniedStatus,
    );
  }

  #decide(policySourceArn: string, action: string, resource: string, context: ConditionKeys): Promise<Decision> {
    const key = `${policySourceArn} ${action} ${resource} ${JSON.stringify(context)}`;
    const known = this.#decisions.get(key);
    if (known) return known;
    const decisions = this.#decisions;
    const asked = this.#simulate(policySourceArn, action, resource, context);
    decisions.set(key, asked);
    asked.catch(() => decisions.delete(key));
    return asked;
  }

  async #simulate(
    policySourceArn: string,
    action: string,
    resource: string,
    context: ConditionKeys,
  ): Promise<Decision> {
    const xml = await this.#client.query(
      'iam',
      'SimulatePrincipalPolicy',
      {
        PolicySourceArn: policySourceArn,
        'ActionNames.member.1': action,
        'ResourceArns.member.1': resource,
        ...contextEntries(context),
      },
      ROOT_CREDENTIALS,
    );
    const decision = xmlField(xml, 'EvalDecision');
    return decision === 'allowed' || decision === 'explicitDeny' ? decision : 'implicitDeny';
  }
}

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_ContextEntry.html */
function contextEntries(context: ConditionKeys): Record<string, string> {
  const entries = Object.entries(context).flatMap(([key, value], index) => {
    const entry = `ContextEntries.member.${index + 1}`;
    return [
      [`${entry}.ContextKeyName`, key],
      [`${entry}.ContextKeyType`, 'string'],
      [`${entry}.ContextKeyValues.member.1`, value],
    ];
  });
  return Object.fromEntries(entries);
}
