import { expect, test } from '@jest/globals';
import type { Arguments } from '../stack';
import { readable } from './readable';

test('a policy is there in both forms, and a block that checkov stumbles over is not', () => {
  const statement = {
    Effect: 'Allow',
    Action: 'iam:PassRole',
    Resource: ['arn:a', 'arn:b'],
    Condition: { StringEquals: { 'iam:PassedToService': 'lambda.amazonaws.com' } },
  };
  const policies = (Statement: unknown): Arguments => ({ policy: JSON.stringify({ Statement }) });
  const resource = {
    aws_iam_role_policy: { it: policies([statement]) },
    aws_iam_policy: { all: policies({ Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }) },
  };
  expect(readable({ terraform: { required_version: '>= 1' }, resource })).toEqual({
    resource,
    data: {
      aws_iam_policy_document: {
        aws_iam_role_policy_it: {
          statement: [
            {
              effect: 'Allow',
              actions: ['iam:PassRole'],
              resources: ['arn:a', 'arn:b'],
              condition: [{ test: 'StringEquals', variable: 'iam:PassedToService', values: ['lambda.amazonaws.com'] }],
            },
          ],
        },
        aws_iam_policy_all: { statement: [{ effect: 'Allow', not_actions: ['iam:*'], resources: ['*'] }] },
      },
    },
  });
});
