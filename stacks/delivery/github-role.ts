import { DataAwsIamOpenidConnectProvider } from '@cdktf/provider-aws/lib/data-aws-iam-openid-connect-provider';
import { IamOpenidConnectProvider } from '@cdktf/provider-aws/lib/iam-openid-connect-provider';
import { IamPolicy } from '@cdktf/provider-aws/lib/iam-policy';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import { Construct } from 'constructs';
import { EnvironmentStack } from '../constructs/environment-stack';
import type { Exemption } from '../constructs/exemptions';
import { policyDocument, type Statement } from '../constructs/policy';

const ISSUER = 'token.actions.githubusercontent.com';
const AUDIENCE = 'sts.amazonaws.com';
/** Characters of a managed policy, white space left out. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const POLICY_LIMIT = 6_144;

/** One managed policy of a role: it holds 6,144 characters, so that a role has several. */
export interface PolicyPart {
  /** Last part of its name. */
  readonly name: string;
  readonly statements: readonly Statement[];
  /** Actions that stand on `*`, with the reason. */
  readonly exemptions?: readonly Exemption[];
  /** What is refused whatever is allowed: ARNs by action. */
  readonly denied?: Readonly<Record<string, readonly string[]>>;
}

export interface GitHubRoleProps {
  /** ARN of the account's OIDC provider of GitHub. */
  readonly provider: string;
  /** The claim `sub` of the jobs that may take the role: repository and GitHub environment. */
  readonly subject: string;
  readonly policies: readonly PolicyPart[];
}

/**
 * The ARN of the account's OIDC provider of GitHub, made here or found.
 *
 * @see https://docs.github.com/en/actions/how-tos/secure-your-work/security-harden-deployments/oidc-in-aws
 */
export function gitHubProvider(scope: Construct, make: boolean): string {
  const url = `https://${ISSUER}`;
  return make
    ? new IamOpenidConnectProvider(scope, 'github', {
        url,
        clientIdList: [AUDIENCE],
        lifecycle: { preventDestroy: true },
      }).arn
    : new DataAwsIamOpenidConnectProvider(scope, 'github', { url }).arn;
}

/** A role that jobs of one repository and GitHub environment take, without any key that could be stolen. */
export class GitHubRole extends Construct {
  readonly arn: string;

  /** @throws Error when a policy is longer than IAM takes */
  constructor(scope: Construct, id: string, { provider, subject, policies }: GitHubRoleProps) {
    super(scope, id);
    const name = EnvironmentStack.of(this).resourceName(`delivery-${id}`);
    const role = new IamRole(this, 'role', {
      name,
      description: `GitHub: ${subject}`,
      // As long as a deployment may take.
      maxSessionDuration: 7_200,
      assumeRolePolicy: JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Federated: provider },
            Action: 'sts:AssumeRoleWithWebIdentity',
            Condition: { StringEquals: { [`${ISSUER}:aud`]: AUDIENCE, [`${ISSUER}:sub`]: subject } },
          },
        ],
      }),
    });
    this.arn = role.arn;
    for (const part of policies) this.attach(role, `${name}-${part.name}`, part);
  }

  private attach(role: IamRole, name: string, part: PolicyPart): void {
    const policy = withDenials(policyDocument(name, part.statements, part.exemptions), part.denied ?? {});
    // Tokens of ARNs are shorter or longer than what they become, by some tens of characters.
    if (policy.length > POLICY_LIMIT - 200) {
      throw new Error(
        `${this.node.path}: the policy ${name} has ${policy.length} characters; IAM takes ${POLICY_LIMIT}. Split it.`,
      );
    }
    const made = new IamPolicy(this, part.name, { name, policy });
    new IamRolePolicyAttachment(this, `${part.name}-attachment`, { role: role.name, policyArn: made.arn });
  }
}

function withDenials(document: string, denied: NonNullable<PolicyPart['denied']>): string {
  const { Version, Statement } = JSON.parse(document) as { Version: string; Statement: unknown[] };
  const denials = Object.entries(denied).map(([Action, Resource]) => ({ Effect: 'Deny', Action, Resource }));
  return JSON.stringify({ Version, Statement: [...Statement, ...denials] });
}
