import { resolve } from 'node:path';
import { expect, test } from '@jest/globals';
import { parametersOf } from './parameters';
import { ServiceModels } from './sdk/model';

const models = new ServiceModels(resolve(__dirname, '../../.local/venv'));

test.each([
  ['lambda:invoke', 'Payload', 'FunctionName'],
  ['sqs:sendMessage', 'MessageGroupId', 'QueueUrl'],
  ['aws-sdk:cloudwatchlogs:putRetentionPolicy', 'LogGroupName', 'RetentionInDays'],
  ['aws-sdk:sfn:startExecution', 'TraceHeader', 'StateMachineArn'],
])('%s knows %s and needs %s', (resource, known, required) => {
  expect(parametersOf(resource, models)?.known).toContain(known);
  expect(parametersOf(resource, models)?.required).toContain(required);
});

test('of what is not known here nothing is checked', () => {
  expect(parametersOf('ecs:runTask', models)).toBeUndefined();
  expect(parametersOf('aws-sdk:s3:nothing', models)).toBeUndefined();
});
