import { boundaryArn } from '@blueprint/env';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { Lazy } from 'cdktf';
import { Construct } from 'constructs';
import { EnvironmentStack } from './environment-stack';
import type { Exemption } from './exemptions';
import { keyUses } from './key-use';
import { named } from './limits';
import { policyDocument, type Statement } from './policy';

export interface ServiceRoleProps {
  /** Full name, at most 64 characters; the role of a function or machine bears the same name as it. */
  readonly name: string;
  /** The service that takes the role, such as `lambda.amazonaws.com`. */
  readonly service: string;
  /** Narrows for whom the service may take it. */
  readonly trustCondition?: Statement['Condition'];
  /** ARN of the key that encrypts what the role is granted. Default: keys that AWS owns, which need no right. */
  readonly keyArn?: string | undefined;
  /** Exemptions besides the project's own, for statements that come with theirs. */
  readonly exemptions?: readonly Exemption[];
}

/** A role that one service takes, with a single inline policy that grows with every `grant`. */
export class ServiceRole extends Construct {
  readonly arn: string;
  /** What must wait for the role to be able to act depends on this. */
  readonly policy: IamRolePolicy;
  private readonly statements: Statement[] = [];

  constructor(scope: Construct, id: string, props: ServiceRoleProps) {
    super(scope, id);
    const page = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html';
    named(this, props.name, /^[\w+=,.@-]{1,64}$/, '1–64 letters, digits and +=,.@_-', page);
    const { env } = EnvironmentStack.of(this);
    const role = new IamRole(this, 'role', {
      name: props.name,
      assumeRolePolicy: trustPolicy(props),
      // The role that applies plans may make no other ones.
      ...(env.delivery && { permissionsBoundary: boundaryArn(env) }),
    });
    this.arn = role.arn;
    this.policy = new IamRolePolicy(this, 'policy', {
      name: 'access',
      role: role.name,
      policy: Lazy.stringValue({ produce: () => this.document(props) }),
    });
  }

  /** Adds rights to the role. */
  grant(...statements: readonly Statement[]): void {
    this.statements.push(...statements);
  }

  private document({ name, keyArn, exemptions }: ServiceRoleProps): string {
    const { region } = EnvironmentStack.of(this).env;
    const keys = keyArn === undefined ? [] : keyUses(this.statements, keyArn, region);
    return policyDocument(name, [...this.statements, ...keys], exemptions);
  }
}

function trustPolicy({ service, trustCondition }: ServiceRoleProps): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: service },
        Action: 'sts:AssumeRole',
        ...(trustCondition && { Condition: trustCondition }),
      },
    ],
  });
}
