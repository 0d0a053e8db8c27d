import { beforeEach, describe, expect, test } from '@jest/globals';
import type { AwsClient } from '../aws/client';
import { Authorizer } from './authorizer';
import { roleCaller, rootCaller } from './caller';

const caller = roleCaller('arn:aws:iam::000000000000:role/path/settle', 'session');
const table = 'arn:aws:dynamodb:ap-northeast-1:000000000000:table/commands';

describe('Authorizer', () => {
  let decision: string;
  let asked: Record<string, string>[];
  let authorizer: Authorizer;

  beforeEach(() => {
    decision = 'allowed';
    asked = [];
    const query = async (_service: string, _action: string, parameters: Record<string, string>) => {
      asked.push(parameters);
      return `<EvalDecision>${decision}</EvalDecision>`;
    };
    authorizer = new Authorizer({ query } as unknown as AwsClient);
  });

  test('asks for the action on the exact resource, of the role without its path', async () => {
    await authorizer.authorize(caller, 'dynamodb:GetRecords', table);
    expect(asked).toEqual([
      {
        PolicySourceArn: 'arn:aws:iam::000000000000:role/settle',
        'ActionNames.member.1': 'dynamodb:GetRecords',
        'ResourceArns.member.1': table,
      },
    ]);
  });

  test('tells the keys that conditions may ask for, and asks anew for other ones', async () => {
    const ask = (qualifier: string) =>
      authorizer.authorize(caller, 'states:StartExecution', '*', {
        context: { 'states:StateMachineQualifier': qualifier },
      });
    await ask('live');
    decision = 'implicitDeny';
    await expect(ask('7')).rejects.toThrow('not authorized');
    expect(asked[0]).toMatchObject({
      'ContextEntries.member.1.ContextKeyName': 'states:StateMachineQualifier',
      'ContextEntries.member.1.ContextKeyType': 'string',
      'ContextEntries.member.1.ContextKeyValues.member.1': 'live',
    });
  });

  test('words a denial as AWS does', async () => {
    decision = 'implicitDeny';
    await expect(authorizer.authorize(caller, 'dynamodb:GetRecords', table)).rejects.toMatchObject({
      code: 'AccessDeniedException',
      message:
        `User: arn:aws:sts::000000000000:assumed-role/settle/session is not authorized to perform: dynamodb:GetRecords on ` +
        `resource: ${table} because no identity-based policy allows the dynamodb:GetRecords action`,
    });
  });

  test('keeps an answer until an IAM write', async () => {
    await authorizer.authorize(caller, 'states:StartExecution', '*');
    decision = 'explicitDeny';
    await authorizer.authorize(caller, 'states:StartExecution', '*');
    authorizer.forgetDecisions();
    await expect(authorizer.authorize(caller, 'states:StartExecution', '*')).rejects.toThrow('with an explicit deny');
    expect(asked).toHaveLength(2);
  });

  test('root is allowed everything, unasked', async () => {
    await authorizer.authorize(rootCaller('000000000000'), 'states:StartExecution', '*');
    expect(asked).toEqual([]);
  });
});
