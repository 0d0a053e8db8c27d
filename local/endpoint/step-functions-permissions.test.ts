import { expect, test } from '@jest/globals';
import { permissionsOf } from './step-functions-permissions';

const place = 'arn:aws:states:ap-northeast-1:000000000000';
const machine = `${place}:stateMachine:m`;
const activity = `${place}:activity:a`;
const surroundings = {
  region: 'ap-northeast-1',
  accountId: '000000000000',
  taskTokens: { resourceOf: (token: string) => (token === 'known' ? activity : undefined) },
};

test.each([
  ['StartSyncExecution', { stateMachineArn: machine, name: 'n' }, machine],
  ['ListExecutions', { mapRunArn: `${place}:mapRun:m/rows:1` }, `${place}:mapRun:m/rows:1`],
  ['PublishStateMachineVersion', { stateMachineArn: machine }, machine],
  [
    'CreateStateMachineAlias',
    { name: 'PROD', routingConfiguration: [{ stateMachineVersionArn: `${machine}:1`, weight: 100 }] },
    machine,
  ],
  ['CreateActivity', { name: 'a' }, activity],
  ['GetActivityTask', { activityArn: activity, workerName: 'w' }, activity],
  ['ListActivities', {}, '*'],
  ['SendTaskHeartbeat', { taskToken: 'known' }, activity],
])('%s asks for the permission on what it touches: %j', (operation, input, resource) => {
  expect(permissionsOf(operation, input, surroundings)).toEqual([{ action: `states:${operation}`, resource }]);
});

test.each([
  ['StartExecution', { stateMachineArn: `${machine}:PROD` }, 'PROD'],
  ['ListExecutions', { stateMachineArn: `${machine}:2` }, '2'],
  ['DescribeStateMachine', { stateMachineArn: `${machine}:1` }, '1'],
  ['DeleteStateMachineVersion', { stateMachineVersionArn: `${machine}:1` }, '1'],
  ['DescribeStateMachineAlias', { stateMachineAliasArn: `${machine}:PROD` }, 'PROD'],
])('%s of a version or an alias asks for its machine, and tells which: %j', (operation, input, qualifier) => {
  expect(permissionsOf(operation, input, surroundings)).toEqual([
    { action: `states:${operation}`, resource: machine, context: { 'states:StateMachineQualifier': qualifier } },
  ]);
});

test.each([
  ['CreateStateMachine', { name: 'm', publish: true }],
  ['UpdateStateMachine', { stateMachineArn: machine, publish: true }],
])('%s needs the permission to publish where it publishes', (operation, input) => {
  expect(permissionsOf(operation, input, surroundings)).toEqual([
    { action: `states:${operation}`, resource: machine },
    { action: 'states:PublishStateMachineVersion', resource: machine },
  ]);
});

test('an unknown token needs none', () => {
  expect(permissionsOf('SendTaskSuccess', { taskToken: 'other' }, surroundings)).toEqual([]);
});
