import { expect, test } from '@jest/globals';
import { executionArn } from './live';

const machine = 'arn:aws:states:ap-northeast-1:000000000000:stateMachine:m';

test.each([machine, `${machine}:live`, `${machine}:7`])('an execution that is started by %s', (startedBy) => {
  expect(executionArn(startedBy, 'e')).toBe('arn:aws:states:ap-northeast-1:000000000000:execution:m:e');
});
