import { describe, expect, test } from '@jest/globals';
import { START, TestEngine } from '../testing/engine';

const MACHINE = 'arn:aws:states:ap-northeast-1:000000000000:stateMachine:machine';
const PROD = `${MACHINE}:PROD`;
const text = (value: number) =>
  JSON.stringify({ QueryLanguage: 'JSONata', StartAt: 'a', States: { a: { Type: 'Pass', Output: value, End: true } } });
const route = (version: number, weight: number) => ({ stateMachineVersionArn: `${MACHINE}:${version}`, weight });

/** A state machine with three versions, which give their numbers. */
async function versioned() {
  const engine = new TestEngine();
  await engine.create({}, 'machine', { definition: text(1), publish: true });
  for (const value of [2, 3]) {
    await engine.handle('UpdateStateMachine', { stateMachineArn: MACHINE, definition: text(value), publish: true });
  }
  const create = (routingConfiguration: object[], more: object = {}) =>
    engine.handle('CreateStateMachineAlias', { name: 'PROD', routingConfiguration, ...more });
  const names = async (request: object = {}) => {
    const listed = await engine.handle('ListStateMachineAliases', { stateMachineArn: MACHINE, ...request });
    const aliases = listed.stateMachineAliases as { stateMachineAliasArn: string }[];
    return aliases.map(({ stateMachineAliasArn }) => stateMachineAliasArn.split(':')[7]);
  };
  return { engine, create, names };
}

describe('CreateStateMachineAlias', () => {
  test('makes an alias, and the same again nothing', async () => {
    const { engine, create, names } = await versioned();
    const answer = { stateMachineAliasArn: PROD, creationDate: START / 1000 };
    expect(await create([route(1, 100)], { description: 'd' })).toEqual(answer);
    engine.clock.advance(1000);
    expect(await create([route(1, 100)], { description: 'd' })).toEqual(answer);
    for (const [routes, description] of [
      [[route(1, 100)], 'other'],
      [[route(1, 50), route(2, 50)], 'd'],
    ] as const) {
      await expect(create([...routes], { description })).rejects.toMatchObject({
        code: 'ConflictException',
        message:
          'Failed to create alias because an alias with the same name and a different routing configuration already exists.',
      });
    }
    expect(await names()).toEqual(['PROD']);
  });

  test.each([
    [
      [],
      "Value '[]' at 'routingConfiguration' failed to satisfy constraint: Member must have length greater than or equal to 1",
    ],
    [
      [route(1, 50), route(2, 30), route(3, 20)],
      `Value '[RoutingConfigurationListItem(stateMachineVersionArn=${MACHINE}:1, weight=50), RoutingConfigurationListItem(stateMachineVersionArn=${MACHINE}:2, weight=30), RoutingConfigurationListItem(stateMachineVersionArn=${MACHINE}:3, weight=20)]' at 'routingConfiguration' failed to satisfy constraint: Member must have length less than or equal to 2`,
    ],
    [
      [route(1, 50), route(1, 50)],
      `Routing configuration must contain distinct state machine version ARNs. Received: [${MACHINE}:1, ${MACHINE}:1]`,
    ],
    [
      [{ stateMachineVersionArn: MACHINE, weight: 100 }],
      `Routing configuration must contain state machine version ARNs. Received: [${MACHINE}]`,
    ],
    [
      [route(1, 101)],
      "Value '101' at 'routingConfiguration.1.member.weight' failed to satisfy constraint: Member must have value less than or equal to 100",
    ],
    [[route(1, 70), route(2, 29)], 'Sum of routing configuration weights must equal 100. Received: [70, 29]'],
  ])('refuses the routes %j', async (routes, message) => {
    const { create } = await versioned();
    await expect(create(routes)).rejects.toMatchObject({
      code: 'ValidationException',
      message: expect.stringContaining(message),
    });
  });

  test.each(['123', 'A'.repeat(81), 'INVALID ALIAS', '!INVALID', 'ALIAS@'])('refuses the name %s', async (name) => {
    const { create } = await versioned();
    await expect(create([route(1, 100)], { name })).rejects.toMatchObject({
      message: expect.stringContaining(
        name.length > 80
          ? 'Member must have length less than or equal to 80'
          : `Value '${name}' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: ^(?=.*[a-zA-Z_\\-\\.])[a-zA-Z0-9_\\-\\.]+$`,
      ),
    });
  });

  test('needs routes', async () => {
    const create = new TestEngine().handle('CreateStateMachineAlias', { name: 'PROD' });
    await expect(create).rejects.toMatchObject({
      message: expect.stringContaining(
        "Value null at 'routingConfiguration' failed to satisfy constraint: Member must not be null",
      ),
    });
  });

  test('refuses a version that does not exist, and more than a hundred aliases', async () => {
    const { create } = await versioned();
    await expect(create([route(4, 100)])).rejects.toMatchObject({
      code: 'ResourceNotFound',
      message: 'Request references a resource that does not exist.',
    });
    for (let alias = 0; alias < 100; alias++) await create([route(1, 100)], { name: `a${alias}` });
    await expect(create([route(1, 100)])).rejects.toMatchObject({ code: 'ServiceQuotaExceededException' });
  });
});

test('UpdateStateMachineAlias changes what it is given', async () => {
  const { engine, create } = await versioned();
  await create([route(1, 100)], { description: 'old' });
  engine.clock.advance(1000);
  const update = (change: object) =>
    engine.handle('UpdateStateMachineAlias', { stateMachineAliasArn: PROD, ...change });
  expect(await update({ description: 'new' })).toEqual({ updateDate: START / 1000 + 1 });
  await update({ routingConfiguration: [route(1, 50), route(2, 50)] });
  expect(await engine.handle('DescribeStateMachineAlias', { stateMachineAliasArn: PROD })).toEqual({
    stateMachineAliasArn: PROD,
    name: 'PROD',
    description: 'new',
    routingConfiguration: [route(1, 50), route(2, 50)],
    creationDate: START / 1000,
    updateDate: START / 1000 + 1,
  });
  await expect(update({})).rejects.toMatchObject({ code: 'ValidationException' });
  await engine.handle('DeleteStateMachineAlias', { stateMachineAliasArn: PROD });
  await expect(update({ description: 'd' })).rejects.toMatchObject({
    code: 'ResourceNotFound',
    message: 'Request references a resource that does not exist.',
  });
  expect(await engine.handle('DeleteStateMachineAlias', { stateMachineAliasArn: PROD })).toEqual({});
});

test('ListStateMachineAliases gives those of a state machine or of a version, in pages', async () => {
  const { engine, create, names } = await versioned();
  expect(await names()).toEqual([]);
  for (const version of [1, 2, 1]) await create([route(version, 100)], { name: `a${(await names()).length}` });
  expect(await names({ maxResults: 2 })).toEqual(['a0', 'a1']);
  expect(await names({ stateMachineArn: `${MACHINE}:1` })).toEqual(['a0', 'a2']);
  await expect(names({ stateMachineArn: `${MACHINE}:9` })).rejects.toMatchObject({ code: 'ResourceNotFound' });
  await expect(names({ stateMachineArn: `${MACHINE}x` })).rejects.toMatchObject({ code: 'StateMachineDoesNotExist' });
  await expect(names({ nextToken: 'x' })).rejects.toMatchObject({ message: "Invalid Token: 'Invalid token'" });
  await engine.handle('DeleteStateMachine', { stateMachineArn: MACHINE });
  await engine.create({}, 'machine', { definition: text(1) });
  expect(await names()).toEqual([]);
});

test('an alias starts its versions by their weights, and its executions tell of both', async () => {
  const { engine, create } = await versioned();
  await create([route(1, 80), route(2, 20)]);
  for (let run = 0; run < 200; run++) await engine.start(PROD, {}, `run${run}`);
  await engine.run();
  const listed = async (stateMachineArn: string) => {
    const { executions } = await engine.handle('ListExecutions', { stateMachineArn, maxResults: 1000 });
    return executions as { executionArn: string; stateMachineVersionArn: string; stateMachineAliasArn: string }[];
  };
  expect(await listed(PROD)).toHaveLength(200);
  const seconds = await listed(`${MACHINE}:2`);
  expect(seconds.length).toBeGreaterThan(20);
  expect(seconds.length).toBeLessThan(60);
  expect(await engine.describe(seconds[0]?.executionArn ?? '')).toMatchObject({
    stateMachineArn: MACHINE,
    stateMachineVersionArn: `${MACHINE}:2`,
    stateMachineAliasArn: PROD,
    output: '2',
  });
});

test('a version that an alias leads to cannot be deleted', async () => {
  const { engine, create } = await versioned();
  await create([route(1, 100)]);
  const deletion = () => engine.handle('DeleteStateMachineVersion', { stateMachineVersionArn: `${MACHINE}:1` });
  await expect(deletion()).rejects.toMatchObject({
    code: 'ConflictException',
    message:
      'Version to be deleted must not be referenced by an alias. Current list of aliases referencing this version: [PROD]',
  });
  const moved = { stateMachineAliasArn: PROD, routingConfiguration: [route(2, 100)] };
  await engine.handle('UpdateStateMachineAlias', moved);
  expect(await deletion()).toEqual({});
});
