import { environment } from '@blueprint/env';
import { describe, expect, test } from '@jest/globals';
import { TerraformError } from './terraform-run';
import { importId, taintedIn } from './unfinished';

describe('what a run that was cut off has left', () => {
  test('is found in the state as tainted', () => {
    const resource = (name: string, status?: string) => ({
      mode: 'managed',
      type: 'aws_kms_key',
      name,
      instances: [{ status }],
    });
    const state = { resources: [resource('whole'), resource('half', 'tainted')] };
    expect(taintedIn(JSON.stringify(state))).toEqual(['aws_kms_key.half']);
  });

  test('is nothing where there is no state yet', () => {
    expect(taintedIn('')).toEqual([]);
  });

  test('is found in errors as being there already', () => {
    const error = new TerraformError(
      'terraform apply',
      [
        'Error: creating IAM Role (r): operation error IAM: CreateRole, EntityAlreadyExists: Role with name r already exists.',
        'with aws_iam_role.plan_role_4F38B07F,',
        'on cdk.tf.json line 202, in resource.aws_iam_role.plan_role_4F38B07F:',
        'Error: creating IAM Policy (p): AccessDenied',
        'with aws_iam_policy.p,',
      ],
      'the.log',
    );
    expect(error.existing).toEqual(['aws_iam_role.plan_role_4F38B07F']);
  });

  test.each([
    ['aws_iam_role.r', { name: 'r' }, 'r'],
    ['aws_s3_bucket.b', { bucket: 'b' }, 'b'],
    ['aws_iam_policy.p', { name: 'p' }, 'arn:aws:iam::111111111111:policy/p'],
    ['aws_iam_openid_connect_provider.github', { url: 'https://a.b' }, 'arn:aws:iam::111111111111:oidc-provider/a.b'],
    ['aws_kms_key.k', { description: 'k' }, undefined],
  ])('%s is adopted by its id', (address, resource, id) => {
    const account = { environment: environment('dev'), variables: {}, client: { region: '' } };
    expect(importId(address, resource, account)).toBe(id);
  });
});
