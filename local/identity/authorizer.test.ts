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

  test('says what policies may ask for, and keeps the answer for that alone', async () => {
    const functionArn = ['lambda:FunctionArn', 'arn:of:function'] as const;
    await authorizer.authorize(caller, 'lambda:CreateEventSourceMapping', '*', 403, functionArn);
    await authorizer.authorize(caller, 'lambda:CreateEventSourceMapping', '*', 403, functionArn);
    await authorizer.authorize(caller, 'lambda:CreateEventSourceMapping', '*', 403);
    expect(asked).toHaveLength(2);
    expect(asked[0]).toMatchObject({
      'ContextEntries.member.1.ContextKeyName': 'lambda:FunctionArn',
      'ContextEntries.member.1.ContextKeyValues.member.1': 'arn:of:function',
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
