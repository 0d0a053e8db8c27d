import { describe, expect, test } from '@jest/globals';
import type { LoggingConfiguration } from '../runtime/execution-log';
import { checkLogDestination } from './log-destination';
import { checkRolePermissions } from './role-permissions';

const ROLE = 'arn:aws:iam::000000000000:role/machine';
const LOGS = 'arn:aws:logs:ap-northeast-1:000000000000:log-group:machine:*';

const failing = (code: string) => Object.assign(new Error('why'), { code });
const answering = (error: unknown) => ({ authorize: () => Promise.reject(error) });

describe('the permissions of a role', () => {
  const permissions = { roleArn: ROLE, actions: ['logs:First', 'logs:Second'], resource: '*' } as const;

  test('are asked for one by one', async () => {
    const asked: object[] = [];
    await checkRolePermissions(permissions, 'denied', { authorize: async (request) => void asked.push(request) });
    expect(asked).toEqual([
      { roleArn: ROLE, action: 'logs:First', resource: '*' },
      { roleArn: ROLE, action: 'logs:Second', resource: '*' },
    ]);
  });

  test('are all there where nobody is to be asked', async () => {
    await expect(checkRolePermissions(permissions, 'denied', {})).resolves.toBeUndefined();
  });

  test.each(['AccessDeniedException', 'AccessDenied'])('are missing when the answer is %s', async (code) => {
    await expect(checkRolePermissions(permissions, 'denied', answering(failing(code)))).rejects.toMatchObject({
      code: 'AccessDeniedException',
      message: 'denied',
      statusCode: 400,
    });
  });

  test.each([
    ['IAM fails', failing('ServiceFailure')],
    ['the call is throttled', failing('Throttling')],
    ['IAM cannot be reached', failing('ECONNREFUSED')],
    ['something is broken', new TypeError('undefined is not a function')],
    ['no error is thrown', 'text'],
  ])('are not said to be missing when %s', async (_, error) => {
    await expect(checkRolePermissions(permissions, 'denied', answering(error))).rejects.toBe(error);
  });
});

test('a log destination is not refused for a failure of IAM', async () => {
  const logging: LoggingConfiguration = {
    level: 'ALL',
    includeExecutionData: false,
    destinations: [{ cloudWatchLogsLogGroup: { logGroupArn: LOGS } }],
  };
  const unreachable = failing('ECONNREFUSED');
  await expect(checkLogDestination(logging, ROLE, answering(unreachable))).rejects.toBe(unreachable);
});
