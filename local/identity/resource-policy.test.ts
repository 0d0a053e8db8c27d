import { describe, expect, test } from '@jest/globals';
import { allowsService } from './resource-policy';

const request = {
  servicePrincipal: 'events.amazonaws.com',
  action: 'lambda:InvokeFunction',
  resource: 'arn:aws:lambda:ap-northeast-1:000000000000:function:settle',
  sourceArn: 'arn:aws:events:ap-northeast-1:000000000000:rule/failed',
  sourceAccount: '000000000000',
};
const statement = {
  Effect: 'Allow',
  Principal: { Service: 'events.amazonaws.com' },
  Action: 'lambda:InvokeFunction',
  Resource: request.resource,
  Condition: { ArnLike: { 'AWS:SourceArn': request.sourceArn } },
};
const allows = (...statements: object[]) => allowsService(JSON.stringify({ Statement: statements }), request);

describe('allowsService', () => {
  test('the permission that Terraform makes for a rule', () => {
    expect(allows(statement)).toBe(true);
  });

  test.each([
    ['another service', { Principal: { Service: 's3.amazonaws.com' } }],
    ['another rule', { Condition: { ArnLike: { 'AWS:SourceArn': `${request.sourceArn}-other` } } }],
    ['another function', { Resource: `${request.resource}-other` }],
    ['another action', { Action: 'lambda:GetFunction' }],
    ['a condition that is not known', { Condition: { Bool: { 'aws:SecureTransport': 'true' } } }],
  ])('not for %s', (_what, changed) => {
    expect(allows({ ...statement, ...changed })).toBe(false);
  });

  test('a denial wins', () => {
    expect(allows(statement, { ...statement, Effect: 'Deny' })).toBe(false);
  });

  test('wildcards in the source', () => {
    expect(allows({ ...statement, Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:events:*:*:rule/*' } } })).toBe(
      true,
    );
  });
});
