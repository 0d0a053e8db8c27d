import { describe, expect, test } from '@jest/globals';
import { START, TestEngine } from '../testing/engine';

const MACHINE = 'arn:aws:states:ap-northeast-1:000000000000:stateMachine:machine';
const output = (value: number) => ({ StartAt: 'a', States: { a: { Type: 'Pass', Output: value, End: true } } });
const text = (value: number) => JSON.stringify({ QueryLanguage: 'JSONata', ...output(value) });

async function created(more: object = {}) {
  const engine = new TestEngine();
  await engine.create(output(0), 'machine', more);
  const publish = (request: object = {}) =>
    engine.handle('PublishStateMachineVersion', { stateMachineArn: MACHINE, ...request });
  const update = (value: number, request: object = {}) =>
    engine.handle('UpdateStateMachine', { stateMachineArn: MACHINE, definition: text(value), ...request });
  const arns = async (request: object = {}) => {
    const listed = await engine.handle('ListStateMachineVersions', { stateMachineArn: MACHINE, ...request });
    const versions = listed.stateMachineVersions as { stateMachineVersionArn: string }[];
    return versions.map(({ stateMachineVersionArn }) => stateMachineVersionArn);
  };
  return { engine, publish, update, arns };
}

describe('PublishStateMachineVersion', () => {
  test('makes one version of each revision', async () => {
    const { engine, publish, update, arns } = await created();
    const first = { stateMachineVersionArn: `${MACHINE}:1`, creationDate: START / 1000 };
    expect(await publish()).toEqual(first);
    engine.clock.advance(1000);
    expect(await publish({ description: 'later' })).toEqual(first);
    await update(1);
    expect(await publish()).toEqual({ stateMachineVersionArn: `${MACHINE}:2`, creationDate: START / 1000 + 1 });
    expect(await arns()).toEqual([`${MACHINE}:2`, `${MACHINE}:1`]);
  });

  test('is refused for another revision than the current one', async () => {
    const { publish, update } = await created();
    expect(await publish({ revisionId: 'INITIAL' })).toMatchObject({ stateMachineVersionArn: `${MACHINE}:1` });
    await expect(publish({ revisionId: 'x' })).rejects.toMatchObject({
      code: 'ConflictException',
      message:
        'Failed to publish the State Machine version for revision x. The current State Machine revision is INITIAL.',
    });
    const { revisionId } = await update(1);
    await expect(publish({ revisionId: 'INITIAL' })).rejects.toMatchObject({ code: 'ConflictException' });
    expect(await publish({ revisionId })).toMatchObject({ stateMachineVersionArn: `${MACHINE}:2` });
  });

  test('is refused for what is no state machine', async () => {
    const { engine } = await created();
    const publish = (stateMachineArn: string) => engine.handle('PublishStateMachineVersion', { stateMachineArn });
    await expect(publish(`${MACHINE}x`)).rejects.toMatchObject({ code: 'StateMachineDoesNotExist' });
    await expect(publish('x')).rejects.toMatchObject({ message: "Invalid Arn: 'Invalid ARN prefix: x'" });
  });

  test('is refused beyond a thousand versions', async () => {
    const { publish, update } = await created();
    for (let value = 1; value <= 1000; value++) await update(value, { publish: true });
    await update(0);
    await expect(publish()).rejects.toMatchObject({ code: 'ServiceQuotaExceededException' });
  });
});

describe('publish', () => {
  test('of a creation makes version 1, also when the creation is repeated', async () => {
    const { engine, update } = await created({ publish: true, versionDescription: 'first' });
    const again = { name: 'machine', definition: text(0), roleArn: 'arn:aws:iam::000000000000:role/machine' };
    const repeated = await engine.handle('CreateStateMachine', {
      ...again,
      publish: true,
      versionDescription: 'first',
    });
    expect(repeated.stateMachineVersionArn).toBe(`${MACHINE}:1`);
    await expect(engine.handle('CreateStateMachine', again)).rejects.toMatchObject({
      code: 'StateMachineAlreadyExists',
    });
    // The same definition is no new revision.
    expect(await update(0, { publish: true })).toEqual({
      updateDate: START / 1000,
      stateMachineVersionArn: `${MACHINE}:1`,
    });
  });

  test('of an update makes the next version', async () => {
    const { update } = await created();
    expect(await update(1, { publish: true })).toMatchObject({ stateMachineVersionArn: `${MACHINE}:1` });
    expect(await update(2, { publish: true, versionDescription: 'second' })).toMatchObject({
      stateMachineVersionArn: `${MACHINE}:2`,
    });
    await expect(update(3, { versionDescription: 'third' })).rejects.toMatchObject({
      message: 'Version description can only be set when publish is true',
    });
  });
});

describe('a version', () => {
  test('is described as it was published', async () => {
    const { engine, publish, update } = await created();
    const { revisionId } = await update(1);
    engine.clock.advance(1000);
    await publish({ description: 'one' });
    await update(2);
    const described = await engine.handle('DescribeStateMachine', { stateMachineArn: `${MACHINE}:1` });
    expect(described).toMatchObject({
      stateMachineArn: `${MACHINE}:1`,
      name: 'machine',
      status: 'ACTIVE',
      type: 'STANDARD',
      definition: text(1),
      description: 'one',
      revisionId,
      creationDate: START / 1000 + 1,
    });
    const current = await engine.handle('DescribeStateMachine', { stateMachineArn: MACHINE });
    expect(current).toMatchObject({ stateMachineArn: MACHINE, definition: text(2), creationDate: START / 1000 });
    expect(current).not.toHaveProperty('description');
  });

  test('runs as it was published, and its executions tell of it', async () => {
    const { engine, update } = await created({ publish: true });
    await update(1);
    const executionArn = await engine.start(`${MACHINE}:1`, {}, 'versioned');
    await engine.start(MACHINE, {}, 'plain');
    await engine.run();
    const ofVersion = { stateMachineArn: MACHINE, stateMachineVersionArn: `${MACHINE}:1` };
    const described = await engine.describe(executionArn);
    expect(described).toMatchObject({ ...ofVersion, output: '0' });
    expect(described).not.toHaveProperty('stateMachineAliasArn');
    expect(engine.statusChanges[0]).toMatchObject({ ...ofVersion, stateMachineAliasArn: null });
    const { executions } = await engine.handle('ListExecutions', { stateMachineArn: `${MACHINE}:1` });
    expect(executions).toEqual([expect.objectContaining({ name: 'versioned', ...ofVersion })]);
    const all = await engine.handle('ListExecutions', { stateMachineArn: MACHINE });
    expect(all.executions).toEqual([
      expect.not.objectContaining({ stateMachineVersionArn: expect.anything() }),
      expect.objectContaining({ name: 'versioned' }),
    ]);
    expect(await engine.handle('DescribeStateMachineForExecution', { executionArn })).toMatchObject({
      stateMachineArn: MACHINE,
      definition: text(0),
    });
  });

  test('can be deleted, and its number is not given again', async () => {
    const { engine, publish, update, arns } = await created();
    await update(1, { publish: true });
    const deletion = { stateMachineVersionArn: `${MACHINE}:1` };
    expect(await engine.handle('DeleteStateMachineVersion', deletion)).toEqual({});
    expect(await engine.handle('DeleteStateMachineVersion', deletion)).toEqual({});
    expect(await arns()).toEqual([]);
    for (const operation of ['StartExecution', 'DescribeStateMachine', 'ListExecutions']) {
      await expect(engine.handle(operation, { stateMachineArn: `${MACHINE}:1` })).rejects.toMatchObject({
        code: 'StateMachineDoesNotExist',
        message: `State Machine Does Not Exist: '${MACHINE}:1'`,
      });
    }
    expect(await publish()).toMatchObject({ stateMachineVersionArn: `${MACHINE}:2` });
  });

  test('cannot be updated, and goes with its state machine', async () => {
    const { engine, publish, arns } = await created();
    await publish();
    const change = { stateMachineArn: `${MACHINE}:1`, definition: text(1) };
    await expect(engine.handle('UpdateStateMachine', change)).rejects.toMatchObject({
      code: 'StateMachineDoesNotExist',
    });
    await engine.handle('DeleteStateMachine', { stateMachineArn: MACHINE });
    await engine.create(output(0));
    expect(await arns()).toEqual([]);
  });
});

test('ListStateMachineVersions gives the latest first, in pages', async () => {
  const { engine, update, arns } = await created();
  for (const value of [1, 2, 3]) await update(value, { publish: true });
  expect(await arns({ maxResults: 2 })).toEqual([`${MACHINE}:3`, `${MACHINE}:2`]);
  const { nextToken } = await engine.handle('ListStateMachineVersions', { stateMachineArn: MACHINE, maxResults: 2 });
  expect(await arns({ nextToken })).toEqual([`${MACHINE}:1`]);
  await expect(engine.handle('ListStateMachineVersions', { stateMachineArn: `${MACHINE}x` })).rejects.toMatchObject({
    code: 'InvalidArn',
  });
});
