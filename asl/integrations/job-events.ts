import type { Grant } from './integration';
import type { PolicyScope } from './policy-scope';

/**
 * `.sync` learns of the end of a job from an EventBridge rule that Step Functions manages; the role must be able to
 * set it up.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/service-integration-iam-templates.html#connect-iam-sync-async
 */
export function managedRule(scope: PolicyScope, rule: string): Grant {
  return {
    actions: ['events:PutTargets', 'events:PutRule', 'events:DescribeRule'],
    resources: [scope.arn('events', `rule/${rule}`)],
  };
}

/**
 * `iam:PassRole` for roles that a service will assume, and for no other service.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
 */
export function passRole(roles: readonly string[], service: string): readonly Grant[] {
  if (roles.length === 0) return [];
  return [
    {
      actions: ['iam:PassRole'],
      resources: roles,
      condition: { StringEquals: { 'iam:PassedToService': service } },
    },
  ];
}
