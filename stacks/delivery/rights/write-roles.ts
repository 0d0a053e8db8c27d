import type { EnvironmentArns } from '../environment-arns';
import type { PolicyPart } from '../github-role';

/** To make and change the roles of functions and machines, none without the boundary, and to hand them on. */
export function writeRoles(arns: EnvironmentArns, boundary: string): PolicyPart {
  return {
    name: 'write-roles',
    statements: [
      {
        Sid: 'RolesWithinTheBoundary',
        Action: ['iam:CreateRole', 'iam:DeleteRolePolicy', 'iam:PutRolePermissionsBoundary', 'iam:PutRolePolicy'],
        Resource: arns.roles,
        Condition: { ArnEquals: { 'iam:PermissionsBoundary': boundary } },
      },
      {
        Sid: 'Roles',
        Action: [
          'iam:DeleteRole',
          'iam:ListInstanceProfilesForRole',
          'iam:TagRole',
          'iam:UntagRole',
          'iam:UpdateAssumeRolePolicy',
          'iam:UpdateRole',
          'iam:UpdateRoleDescription',
        ],
        Resource: arns.roles,
      },
      {
        Sid: 'HandOn',
        Action: ['iam:PassRole'],
        Resource: arns.roles,
        Condition: {
          StringEquals: {
            'iam:PassedToService': [
              'lambda.amazonaws.com',
              'states.amazonaws.com',
              'apigateway.amazonaws.com',
              'events.amazonaws.com',
            ],
          },
        },
      },
    ],
    denied: { 'iam:*': arns.deliveryIdentities },
  };
}
