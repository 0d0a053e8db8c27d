import { type Statement, statementsOf } from '../policy-document';
import { type Finding, type Rules, unless } from '../rule';
import { listOf, type Resource, type Stack } from '../stack';

/** Services whose ARNs say the name at once; those of others say a type before it. */
const WITHOUT_TYPES = ['s3', 'sqs', 'sns', 'execute-api'];

/**
 * Whether a resource is everything, or everything of one kind: `*`, `arn:*`, `arn:aws:s3:::*`, `arn:aws:lambda:<region>:<account>:function:*:*`,
 * `arn:aws:apigateway:<region>::/apis/*`, and with other wildcards in place of a name.
 */
function isEverything(resource: string): boolean {
  const [arn, , service = '', , , ...rest] = resource.split(':');
  if (arn !== 'arn' || rest.length === 0) return resource.includes('*') && /^(arn:|[*?]+$)/.test(resource);
  const [first = '', second] = rest.join('/').split('/').filter(Boolean);
  const name = WITHOUT_TYPES.includes(service) || isWild(first) ? first : second;
  return name !== undefined && isWild(name);
}

function isWild(name: string): boolean {
  return /^[*?]+$/.test(name);
}

/** What the policies that roles get may do. */
function grants(stack: Stack): { resource: Resource; statement: Statement }[] {
  return stack
    .all('aws_iam_role_policy', 'aws_iam_policy')
    .flatMap((resource) => statementsOf(resource.args.policy).map((statement) => ({ resource, statement })))
    .filter(({ statement }) => statement.effect === 'Allow');
}

function findings(stack: Stack, problems: (statement: Statement) => readonly string[]): Finding[] {
  return grants(stack).flatMap(({ resource, statement }) =>
    problems(statement).map((problem) => ({ resource: resource.address, problem })),
  );
}

/** Who a statement of a trust policy lets in that it should not. */
function openTrust({ effect, principals, conditions }: Statement): string[] {
  if (effect !== 'Allow') return [];
  const isNamed = (claim: string) =>
    conditions.some(
      ({ operator, key, values }) =>
        operator === 'StringEquals' && key.endsWith(claim) && !values.some((value) => /[*?]/.test(value)),
    );
  return principals.flatMap((who) => {
    if (who === '*') return ['may be taken by anybody'];
    if (!who.startsWith('Federated:')) return [];
    return [
      ...(isNamed(':sub') ? [] : ['may be taken by any subject of an identity provider']),
      ...(isNamed(':aud') ? [] : ['may be taken with a token for anybody']),
    ];
  });
}

export const roleRules = {
  'role-trust-named': {
    demands:
      'A role says who may take it: a service, a role, or a subject of an identity provider, and never everybody.',
    why: 'GitHub’s identity provider vouches for everybody’s repositories.',
    page: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html',
    matches: [...['CKV_AWS_60', 'CKV_AWS_61', 'CKV_AWS_393'].map((id) => `checkov ${id}`)],
    check: (stack) =>
      stack.all('aws_iam_role').flatMap(({ address, args }) =>
        statementsOf(args.assume_role_policy)
          .flatMap(openTrust)
          .map((problem) => ({ resource: address, problem })),
      ),
  },
  'policy-names-actions': {
    demands: 'A policy names each action.',
    why: 'What `s3:Get*` allows is decided by AWS, anew with each release.',
    page: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege',
    matches: [
      'checkov CKV_AWS_62',
      'checkov CKV_AWS_63',
      'trivy AWS-0057',
      'trivy AWS-0345',
      'cdk-nag AwsSolutions-IAM5',
    ],
    check: (stack) =>
      findings(stack, ({ actions, excepted }) => [
        ...actions.filter((action) => action.includes('*')).map((action) => `allows ${action}`),
        ...(excepted ? ['allows all but what it names'] : []),
      ]),
  },
  'policy-names-resources': {
    demands: 'A policy names the resources that an action is allowed on.',
    why: 'A function that is taken over reaches no more than it works with.',
    page: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege',
    matches: [
      ...['CKV_AWS_288', 'CKV_AWS_289', 'CKV_AWS_290', 'CKV_AWS_355'].map((id) => `checkov ${id}`),
      'trivy AWS-0057',
      'cdk-nag AwsSolutions-IAM5',
    ],
    check: (stack) =>
      findings(stack, ({ actions, resources }) =>
        resources
          .filter((resource) => isEverything(resource))
          .flatMap((resource) => actions.map((action) => `allows ${action} on ${resource}`)),
      ),
  },
  'policy-passes-roles-to-one-service': {
    demands: 'Who may pass roles may pass named ones, to a service that is named.',
    why: 'Whoever may pass any role to a function that they may change has the rights of every role.',
    page: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html',
    matches: ['checkov CKV_AWS_286', 'trivy AWS-0342'],
    check: (stack) =>
      findings(stack, ({ actions, resources, conditions }) => {
        const free = resources.some((resource) => isEverything(resource));
        const toAny = !conditions.some(({ key }) => key.toLowerCase() === 'iam:passedtoservice');
        return actions.includes('iam:PassRole') && (free || toAny) ? ['may pass roles freely'] : [];
      }),
  },
  'policy-of-this-project': {
    demands: 'Roles have policies that are written here.',
    why: 'AWS writes its managed policies for everybody, and widens them without asking.',
    page: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-vs-inline.html',
    matches: ['checkov CKV_AWS_274', 'cdk-nag AwsSolutions-IAM4'],
    check: (stack) =>
      unless(
        stack.all('aws_iam_role_policy_attachment', 'aws_iam_policy_attachment', 'aws_iam_role'),
        ({ args }) =>
          ![...listOf(args.policy_arn), ...listOf(args.managed_policy_arns)].some((arn) =>
            /^arn:aws[\w-]*:iam::aws:policy\//.test(String(arn)),
          ),
        'has a policy that AWS writes',
      ),
  },
  'roles-only': {
    demands: 'There are no users, groups and access keys.',
    why: 'A key of a user is good until somebody deletes it; a session of a role ends within hours.',
    page: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#bp-workloads-use-roles',
    matches: ['checkov CKV_AWS_40', 'checkov CKV_AWS_273', 'trivy AWS-0143'],
    check: (stack) =>
      unless(
        stack.all(),
        ({ type }) => !/^aws_iam_(user|group|access_key)/.test(type),
        'is a user, or what users have',
      ),
  },
} satisfies Rules;
