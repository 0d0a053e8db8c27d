import { expect, test } from '@jest/globals';
import { machineOfExecution, machineOfToken } from './task-token';

const machine = 'arn:aws:states:ap-northeast-1:000000000000:stateMachine:m';

test.each([
  'arn:aws:states:ap-northeast-1:000000000000:execution:m:name',
  'arn:aws:states:ap-northeast-1:000000000000:execution:m/rows:name',
  'arn:aws:states:ap-northeast-1:000000000000:express:m/rows:name:id',
])('a token of %s belongs to its state machine', (executionArn) => {
  const token = Buffer.from(JSON.stringify([executionArn, 0, 1, 'secret'])).toString('base64');
  expect([machineOfExecution(executionArn), machineOfToken(token)]).toEqual([machine, machine]);
});

test('what is no token belongs to none', () => {
  expect(machineOfToken('other')).toBeUndefined();
});
