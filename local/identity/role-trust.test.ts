import { beforeEach, expect, test } from '@jest/globals';
import { RoleTrust } from './role-trust';

const role = 'arn:aws:iam::000000000000:role/path/gateway';
const service = {
  servicePrincipal: 'apigateway.amazonaws.com',
  sourceArn: 'arn:aws:execute-api:ap-northeast-1:000000000000:a/$default/POST/run',
  sourceAccount: '000000000000',
};
let asked: string[];
let principal: string;
let trust: RoleTrust;

beforeEach(() => {
  asked = [];
  principal = 'apigateway.amazonaws.com';
  trust = new RoleTrust({
    query: async (_service, action, { RoleName }) => {
      asked.push(`${action} ${RoleName}`);
      const Statement = [{ Effect: 'Allow', Principal: { Service: principal }, Action: 'sts:AssumeRole' }];
      const document = encodeURIComponent(JSON.stringify({ Statement }));
      return `<AssumeRolePolicyDocument>${document}</AssumeRolePolicyDocument>`;
    },
  });
});

test('a role trusts the service that its policy names, until the policy changes', async () => {
  expect([await trust.trusts(role, service), await trust.trusts(role, service)]).toEqual([true, true]);
  expect(asked).toEqual(['GetRole gateway']);
  principal = 'lambda.amazonaws.com';
  trust.forget();
  expect(await trust.trusts(role, service)).toBe(false);
});
