import { beforeEach, expect, test } from '@jest/globals';
import { map, task } from '../testing/distributed-map';
import { START, TestEngine } from '../testing/engine';

/** What each operation is for, of those that no other test is named after. */
let engine: TestEngine;
let machine: string;
const LAMBDA = 'arn:aws:states:::lambda:invoke';
const definition = { StartAt: 'p', States: { p: { Type: 'Pass', End: true } } };
const created = START / 1000;

beforeEach(async () => {
  engine = new TestEngine();
  machine = await engine.create(definition);
});

test('DescribeStateMachine tells what the state machine was created with', async () => {
  expect(await engine.handle('DescribeStateMachine', { stateMachineArn: machine })).toMatchObject({
    name: 'machine',
    definition: JSON.stringify({ QueryLanguage: 'JSONata', ...definition }),
    status: 'ACTIVE',
    type: 'STANDARD',
    creationDate: created,
  });
});

test('DescribeStateMachineForExecution tells what the execution started with, whatever has changed since', async () => {
  const executionArn = await engine.start(machine);
  const { definition: before } = await engine.handle('DescribeStateMachine', { stateMachineArn: machine });
  await engine.handle('UpdateStateMachine', { stateMachineArn: machine, definition: JSON.stringify(task) });
  const described = await engine.handle('DescribeStateMachineForExecution', { executionArn });
  expect(described).toMatchObject({ stateMachineArn: machine, definition: before });
});

test('TagResource, UntagResource and ListTagsForResource add, take away and tell tags', async () => {
  const tags = [
    { key: 'a', value: '1' },
    { key: 'b', value: '2' },
  ];
  await engine.handle('TagResource', { resourceArn: machine, tags });
  await engine.handle('UntagResource', { resourceArn: machine, tagKeys: ['a'] });
  expect(await engine.handle('ListTagsForResource', { resourceArn: machine })).toEqual({ tags: tags.slice(1) });
});

test('DeleteStateMachineVersion takes a version away', async () => {
  await engine.handle('PublishStateMachineVersion', { stateMachineArn: machine });
  await engine.handle('DeleteStateMachineVersion', { stateMachineVersionArn: `${machine}:1` });
  const { stateMachineVersions } = await engine.handle('ListStateMachineVersions', { stateMachineArn: machine });
  expect(stateMachineVersions).toEqual([]);
});

test('DescribeStateMachineAlias and DeleteStateMachineAlias tell of an alias, and take it away', async () => {
  await engine.handle('PublishStateMachineVersion', { stateMachineArn: machine });
  const routingConfiguration = [{ stateMachineVersionArn: `${machine}:1`, weight: 100 }];
  const { stateMachineAliasArn } = await engine.handle('CreateStateMachineAlias', {
    name: 'live',
    routingConfiguration,
  });
  const described = await engine.handle('DescribeStateMachineAlias', { stateMachineAliasArn });
  expect(described).toMatchObject({ name: 'live', routingConfiguration });
  await engine.handle('DeleteStateMachineAlias', { stateMachineAliasArn });
  const { stateMachineAliases } = await engine.handle('ListStateMachineAliases', { stateMachineArn: machine });
  expect(stateMachineAliases).toEqual([]);
});

test('CreateActivity, DescribeActivity, ListActivities and DeleteActivity keep the activities', async () => {
  const { activityArn } = await engine.handle('CreateActivity', { name: 'work' });
  const activity = { activityArn, name: 'work', creationDate: created };
  expect(await engine.handle('DescribeActivity', { activityArn })).toMatchObject(activity);
  expect(await engine.handle('ListActivities', {})).toEqual({ activities: [activity] });
  await engine.handle('DeleteActivity', { activityArn });
  expect(await engine.handle('ListActivities', {})).toEqual({ activities: [] });
});

test('SendTaskSuccess ends a task, SendTaskHeartbeat keeps it from timing out', async () => {
  const Arguments = { token: '{% $states.context.Task.Token %}' };
  const t = { Type: 'Task', Resource: `${LAMBDA}.waitForTaskToken`, HeartbeatSeconds: 5, Arguments, End: true };
  const executionArn = await engine.start(await engine.create({ StartAt: 't', States: { t } }, 'waiting'));
  await engine.run(4000);
  const { taskToken } = engine.requests[0] ?? {};
  await engine.handle('SendTaskHeartbeat', { taskToken });
  await engine.run(8000);
  await engine.handle('SendTaskSuccess', { taskToken, output: '7' });
  expect(await engine.describe(executionArn)).toMatchObject({ status: 'SUCCEEDED', output: '7' });
});

test('RedriveExecution goes on where an execution has failed', async () => {
  let fails = true;
  engine = new TestEngine(() => (fails ? { error: 'E', cause: '' } : { output: 7 }));
  const t = { Type: 'Task', Resource: LAMBDA, End: true };
  const { executionArn } = await engine.execute({ StartAt: 't', States: { t } });
  fails = false;
  await engine.handle('RedriveExecution', { executionArn });
  await engine.run();
  expect(await engine.describe(executionArn)).toMatchObject({ status: 'SUCCEEDED', output: '7', redriveCount: 1 });
});

test('DescribeMapRun tells of a map run and its children', async () => {
  const executionArn = await engine.start(await engine.create(map({ Items: [1, 2], MaxConcurrency: 1 }), 'maps'));
  await engine.run();
  expect(await engine.mapRun(executionArn)).toMatchObject({
    executionArn,
    status: 'SUCCEEDED',
    maxConcurrency: 1,
    itemCounts: { succeeded: 2, total: 2 },
  });
});

test('TestState runs a state by itself', async () => {
  const state = JSON.stringify({
    Type: 'Pass',
    QueryLanguage: 'JSONata',
    Output: '{% $states.input.n + 1 %}',
    Next: 'b',
  });
  const tested = await engine.handle('TestState', { definition: state, input: '{"n":1}' });
  expect(tested).toMatchObject({ status: 'SUCCEEDED', output: '2', nextState: 'b' });
});
