import { expect, test } from '@jest/globals';
import { parseResource } from './resource';

test.each([
  [
    'arn:aws:states:::lambda:invoke',
    { kind: 'service', resource: 'lambda:invoke', resourceType: 'lambda', action: 'invoke' },
  ],
  [
    'arn:aws:states:::lambda:invoke.waitForTaskToken',
    {
      kind: 'service',
      resource: 'lambda:invoke',
      pattern: 'waitForTaskToken',
      resourceType: 'lambda',
      action: 'invoke.waitForTaskToken',
    },
  ],
  [
    'arn:aws:states:::states:startExecution.sync:2',
    {
      kind: 'service',
      resource: 'states:startExecution',
      pattern: 'sync:2',
      resourceType: 'states',
      action: 'startExecution.sync:2',
    },
  ],
  [
    'arn:aws:states:::aws-sdk:sqs:sendMessage',
    { kind: 'service', resource: 'aws-sdk:sqs:sendMessage', resourceType: 'aws-sdk:sqs', action: 'sendMessage' },
  ],
  ['arn:aws:lambda:ap-northeast-1:000000000000:function:f', { kind: 'function' }],
  ['arn:aws:lambda:ap-northeast-1:000000000000:function:f:live', { kind: 'function' }],
  ['arn:aws:states:ap-northeast-1:000000000000:activity:a', { kind: 'activity' }],
  ['arn:aws:states:ap-northeast-1:000000000000:stateMachine:a', undefined],
  ['arn:aws:states:::lambda:invoke.later', undefined],
  ['lambda:invoke', undefined],
])('%s', (arn, expected) => {
  expect(parseResource(arn)).toEqual(expected);
});
