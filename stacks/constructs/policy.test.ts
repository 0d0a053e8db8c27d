import { describe, expect, test } from '@jest/globals';
import { EXEMPTIONS } from './exemptions';
import { policyDocument } from './policy';

const statement = (action: string, resource: string, Sid = 'Right') => ({
  Sid,
  Action: [action],
  Resource: [resource],
});

describe('a policy document', () => {
  test('holds one Allow for each statement', () => {
    expect(JSON.parse(policyDocument('role', [statement('sqs:SendMessage', 'arn:queue')]))).toEqual({
      Version: '2012-10-17',
      Statement: [{ Sid: 'Right', Effect: 'Allow', Action: ['sqs:SendMessage'], Resource: ['arn:queue'] }],
    });
  });

  test('refuses an action on every resource', () => {
    expect(() => policyDocument('finish', [statement('sqs:SendMessage', '*')])).toThrow(
      "finish: statement Right allows sqs:SendMessage on every resource. Name the resource's ARN",
    );
  });

  test('takes one that is exempt, by the project or by the caller', () => {
    expect(() => policyDocument('role', [statement('xray:PutTraceSegments', '*')])).not.toThrow();
    const exemption = { Action: ['logs:CreateLogDelivery'], reason: 'none', page: '' };
    expect(() => policyDocument('role', [statement('logs:CreateLogDelivery', '*')], [exemption])).not.toThrow();
  });

  test('refuses a wildcard as an action', () => {
    expect(() => policyDocument('role', [statement('sqs:*', 'arn:queue')])).toThrow(
      'allows "sqs:*". Name each action.',
    );
  });

  test('refuses two statements of one name', () => {
    const twice = [statement('sqs:SendMessage', 'arn:a'), statement('sqs:SendMessage', 'arn:b')];
    expect(() => policyDocument('role', twice)).toThrow('two statements are called Right');
  });
});

test('each exemption has a reason and an AWS page', () => {
  for (const { reason, page } of EXEMPTIONS) {
    expect(reason).not.toBe('');
    expect(page).toMatch(/^https:\/\/docs\.aws\.amazon\.com\//);
  }
});
