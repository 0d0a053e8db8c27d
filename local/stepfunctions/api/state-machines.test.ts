import { describe, expect, test } from '@jest/globals';
import { ROLE, START, TestEngine } from '../testing/engine';

const definition = { StartAt: 'a', States: { a: { Type: 'Pass', End: true } } };
const text = JSON.stringify({ QueryLanguage: 'JSONata', ...definition });
const request = { name: 'machine', definition: text, roleArn: ROLE };
const ARN = 'arn:aws:states:ap-northeast-1:000000000000:stateMachine:machine';
const LOGS = 'arn:aws:logs:ap-northeast-1:000000000000:log-group:/aws/vendedlogs/states/machine:*';
const destination = { cloudWatchLogsLogGroup: { logGroupArn: LOGS } };
const loggingConfiguration = { level: 'ALL', includeExecutionData: true, destinations: [destination] };

describe('CreateStateMachine', () => {
  test('makes a state machine that can be described', async () => {
    const engine = new TestEngine();
    const more = { loggingConfiguration, tracingConfiguration: { enabled: true }, publish: false };
    expect(await engine.handle('CreateStateMachine', { ...request, ...more })).toEqual({
      stateMachineArn: ARN,
      creationDate: START / 1000,
    });
    expect(await engine.handle('DescribeStateMachine', { stateMachineArn: ARN })).toEqual({
      stateMachineArn: ARN,
      name: 'machine',
      status: 'ACTIVE',
      type: 'STANDARD',
      definition: text,
      roleArn: ROLE,
      creationDate: START / 1000,
      loggingConfiguration,
      tracingConfiguration: { enabled: true },
      encryptionConfiguration: { type: 'AWS_OWNED_KEY' },
    });
  });

  test.each([
    [undefined, { level: 'OFF', includeExecutionData: false }],
    [{}, { level: 'OFF', includeExecutionData: false }],
    [{ destinations: [] }, { level: 'OFF', includeExecutionData: false, destinations: [] }],
  ])('keeps the logging configuration %j, complete', async (given, kept) => {
    const engine = new TestEngine();
    await engine.handle('CreateStateMachine', { ...request, loggingConfiguration: given });
    const described = await engine.handle('DescribeStateMachine', { stateMachineArn: ARN });
    expect(described.loggingConfiguration).toEqual(kept);
  });

  test('that logs is refused for a role that may not make the log delivery, also when it is updated to log', async () => {
    const engine = new TestEngine();
    engine.denied.add('logs:PutResourcePolicy');
    const refused = {
      code: 'AccessDeniedException',
      message: 'The state machine IAM Role is not authorized to access the Log Destination',
    };
    const creation = engine.handle('CreateStateMachine', { ...request, loggingConfiguration });
    await expect(creation).rejects.toMatchObject(refused);
    await engine.handle('CreateStateMachine', request);
    const update = engine.handle('UpdateStateMachine', { stateMachineArn: ARN, loggingConfiguration });
    await expect(update).rejects.toMatchObject(refused);
    const { loggingConfiguration: kept } = await engine.handle('DescribeStateMachine', { stateMachineArn: ARN });
    expect(kept).toMatchObject({ level: 'OFF' });
  });

  test('again with the same changes nothing, with anything else is refused', async () => {
    const engine = new TestEngine();
    const first = await engine.handle('CreateStateMachine', request);
    engine.clock.advance(5000);
    expect(await engine.handle('CreateStateMachine', { ...request, roleArn: `${ROLE}-other` })).toEqual(first);
    const changes = [{ definition: ` ${text}` }, { type: 'EXPRESS' }, { publish: true }, { loggingConfiguration }];
    for (const change of changes) {
      await expect(engine.handle('CreateStateMachine', { ...request, ...change })).rejects.toMatchObject({
        code: 'StateMachineAlreadyExists',
        message: `State Machine Already Exists: '${ARN}'`,
        statusCode: 400,
      });
    }
  });

  test.each([
    [{ name: 'a b' }, 'InvalidName', "Invalid Name: 'a b'"],
    [
      { name: 'a'.repeat(81) },
      'ValidationException',
      "at 'name' failed to satisfy constraint: Member must have length less than or equal to 80",
    ],
    [{ name: 'm\u{1f600}' }, 'InvalidName', "Invalid Name: 'm\u{1f600}'"],
    [{ roleArn: 'role' }, 'InvalidArn', "Invalid Arn: 'Invalid role ARN: role'"],
    [
      { roleArn: undefined },
      'ValidationException',
      "Value null at 'roleArn' failed to satisfy constraint: Member must not be null",
    ],
    [
      { definition: '{}' },
      'InvalidDefinition',
      "Invalid State Machine Definition: 'SCHEMA_VALIDATION_FAILED: These fields are required: [States, StartAt] at /'",
    ],
    [{ type: 'FAST' }, 'ValidationException', 'enum value set: [STANDARD, EXPRESS]'],
    [{ versionDescription: 'x' }, 'ValidationException', 'Version description can only be set when publish is true'],
    [
      { loggingConfiguration: { level: 'ALL' } },
      'InvalidLoggingConfiguration',
      'Must specify exactly one Log Destination.',
    ],
    [
      { loggingConfiguration: { level: 'SOME' } },
      'ValidationException',
      "Value 'SOME' at 'loggingConfiguration.level' failed to satisfy constraint: Member must satisfy enum value set: [ALL, ERROR, FATAL, OFF]",
    ],
    [{ tags: [{ key: 'a' }, { key: '' }] }, 'ValidationException', "Value '' at 'tags.2.member.key'"],
    [{ tags: Array.from({ length: 51 }, (_, key) => ({ key: `${key}` })) }, 'TooManyTags', 'may have 50'],
    [
      {
        loggingConfiguration: {
          level: 'ALL',
          destinations: [{ cloudWatchLogsLogGroup: { logGroupArn: LOGS.slice(0, -2) } }],
        },
      },
      'InvalidLoggingConfiguration',
      "ends in ':*'",
    ],
    [
      { encryptionConfiguration: { type: 'CUSTOMER_MANAGED_KMS_KEY' } },
      'InvalidEncryptionConfiguration',
      'AWS_OWNED_KEY only',
    ],
    ...[{ kmsKeyId: 'alias/key' }, { kmsDataKeyReusePeriodSeconds: 60 }].map((key): [object, string, string] => [
      { encryptionConfiguration: { type: 'AWS_OWNED_KEY', ...key } },
      'InvalidEncryptionConfiguration',
      'belong to CUSTOMER_MANAGED_KMS_KEY',
    ]),
    [
      { encryptionConfiguration: {} },
      'ValidationException',
      "Value null at 'encryptionConfiguration.type' failed to satisfy constraint: Member must not be null",
    ],
    [
      { encryptionConfiguration: { type: 'AWS_OWNED_KEY', kmsDataKeyReusePeriodSeconds: 59 } },
      'ValidationException',
      "Value '59' at 'encryptionConfiguration.kmsDataKeyReusePeriodSeconds'",
    ],
    [
      { encryptionConfiguration: { type: 'AWS_OWNED_KEY', key: 'k' } },
      'ValidationException',
      "The parameter 'key' is not supported",
    ],
    ...['ALL', 'OFF'].map((level): [object, string, string] => [
      { loggingConfiguration: { level, destinations: [destination, destination] } },
      'InvalidLoggingConfiguration',
      'Must specify exactly one Log Destination.',
    ]),
    [
      { loggingConfiguration: { level: 'ALL', destinations: [{ ...destination, bucket: 'b' }] } },
      'ValidationException',
      "The parameter 'bucket' is not supported",
    ],
    [
      {
        loggingConfiguration: {
          level: 'ALL',
          destinations: [{ cloudWatchLogsLogGroup: { logGroupArn: LOGS, retention: 1 } }],
        },
      },
      'ValidationException',
      "The parameter 'retention' is not supported",
    ],
    [{ nmae: 'x' }, 'ValidationException', "The parameter 'nmae' is not supported"],
  ])('refuses %j', async (change, code, message) => {
    await expect(new TestEngine().handle('CreateStateMachine', { ...request, ...change })).rejects.toMatchObject({
      code,
      message: expect.stringContaining(message),
      statusCode: 400,
    });
  });

  test('says where a definition is wrong', async () => {
    const broken = JSON.stringify({
      QueryLanguage: 'JSONata',
      StartAt: 'a',
      States: { a: { Type: 'Pass', Next: 'b' } },
    });
    const missing = "MISSING_TRANSITION_TARGET: Missing 'Next' target: b at /States/a/Next";
    await expect(
      new TestEngine().handle('CreateStateMachine', { ...request, definition: broken }),
    ).rejects.toMatchObject({
      code: 'InvalidDefinition',
      message: `Invalid State Machine Definition: '${missing}, MISSING_END_STATE: Workflow has no terminal state at null'`,
    });
  });
});

describe('UpdateStateMachine', () => {
  test('changes what it is given, under a new revision', async () => {
    const engine = new TestEngine();
    await engine.handle('CreateStateMachine', request);
    engine.clock.advance(1000);
    const changed = text.replace('"a":{', '"a":{"Output":1,');
    const answer = await engine.handle('UpdateStateMachine', {
      stateMachineArn: ARN,
      definition: changed,
      loggingConfiguration,
    });
    expect(answer).toEqual({ updateDate: START / 1000 + 1, revisionId: expect.stringMatching(/^[0-9a-f-]{36}$/) });
    expect(await engine.handle('DescribeStateMachine', { stateMachineArn: ARN })).toMatchObject({
      definition: changed,
      roleArn: ROLE,
      loggingConfiguration,
      creationDate: START / 1000,
      revisionId: answer.revisionId,
    });
    const execution = await engine.start(ARN);
    await engine.run();
    expect(await engine.describe(execution)).toMatchObject({ output: '1' });
  });

  test('without a difference makes no revision', async () => {
    const engine = new TestEngine();
    await engine.handle('CreateStateMachine', request);
    engine.clock.advance(1000);
    const same = { stateMachineArn: ARN, definition: text, roleArn: ROLE };
    expect(await engine.handle('UpdateStateMachine', same)).toEqual({ updateDate: START / 1000 + 1 });
    const { revisionId } = await engine.handle('UpdateStateMachine', { ...same, roleArn: `${ROLE}-2` });
    const again = await engine.handle('UpdateStateMachine', { ...same, roleArn: `${ROLE}-2` });
    expect(again.revisionId).toBe(revisionId);
  });

  test('leaves a state machine as it was when the new definition is wrong', async () => {
    const engine = new TestEngine();
    await engine.handle('CreateStateMachine', request);
    await expect(engine.handle('UpdateStateMachine', { stateMachineArn: ARN, definition: '{}' })).rejects.toMatchObject(
      {
        code: 'InvalidDefinition',
      },
    );
    expect(await engine.handle('DescribeStateMachine', { stateMachineArn: ARN })).toMatchObject({ definition: text });
  });

  test('needs something to change, in a state machine that exists', async () => {
    const engine = new TestEngine();
    await expect(engine.handle('UpdateStateMachine', { stateMachineArn: ARN })).rejects.toMatchObject({
      code: 'StateMachineDoesNotExist',
      message: `State Machine Does Not Exist: '${ARN}'`,
    });
    await engine.handle('CreateStateMachine', request);
    await expect(engine.handle('UpdateStateMachine', { stateMachineArn: ARN })).rejects.toMatchObject({
      code: 'MissingRequiredParameter',
    });
  });

  test('does not touch running executions', async () => {
    const engine = new TestEngine();
    const waiting = { StartAt: 'w', States: { w: { Type: 'Wait', Seconds: 5, End: true } } };
    const execution = await engine.start(await engine.create(waiting));
    await engine.handle('UpdateStateMachine', { stateMachineArn: ARN, definition: text, roleArn: `${ROLE}-2` });
    const described = await engine.handle('DescribeStateMachineForExecution', { executionArn: execution });
    expect(described).toMatchObject({ stateMachineArn: ARN, roleArn: ROLE, updateDate: START / 1000 });
    expect(described.definition).toContain('Wait');
    await engine.run();
    expect(await engine.describe(execution)).toMatchObject({ status: 'SUCCEEDED' });
  });
});

describe('requests at the same time', () => {
  const update = (engine: TestEngine, change: object) =>
    engine.handle('UpdateStateMachine', { stateMachineArn: ARN, ...change });

  test('all change a state machine', async () => {
    const engine = new TestEngine();
    await engine.create({ ...definition, Comment: 'before' });
    const answers = await Promise.all([
      update(engine, { definition: text }),
      update(engine, { roleArn: `${ROLE}-2` }),
      update(engine, { tracingConfiguration: { enabled: true } }),
    ]);
    expect(new Set(answers.map(({ revisionId }) => revisionId)).size).toBe(3);
    expect(await engine.handle('DescribeStateMachine', { stateMachineArn: ARN })).toMatchObject({
      definition: text,
      roleArn: `${ROLE}-2`,
      tracingConfiguration: { enabled: true },
      revisionId: answers.at(-1)?.revisionId,
    });
  });

  test('do not bring back a state machine that one of them deletes', async () => {
    const engine = new TestEngine();
    await engine.create(definition);
    const [updated] = await Promise.allSettled([
      update(engine, { roleArn: `${ROLE}-2` }),
      engine.handle('DeleteStateMachine', { stateMachineArn: ARN }),
    ]);
    expect(updated).toMatchObject({ status: 'rejected', reason: { code: 'StateMachineDoesNotExist' } });
    expect(await engine.handle('ListStateMachines', {})).toEqual({ stateMachines: [] });
  });

  test('leave the executions of a state machine that is created again while the former is deleted', async () => {
    const engine = new TestEngine();
    const waiting = { StartAt: 'w', States: { w: { Type: 'Wait', Seconds: 5, End: true } } };
    const machine = await engine.create(waiting);
    const before = await engine.start(machine);
    for (let other = 0; other < 50; other++) await engine.start(machine, {}, `other${other}`);
    await engine.settle();
    const deletion = engine.handle('DeleteStateMachine', { stateMachineArn: ARN });
    const creation = engine.create(definition);
    const start = engine.handle('StartExecution', { stateMachineArn: await creation, name: 'after' });
    const [{ executionArn }] = await Promise.all([start, deletion]);
    await engine.settle();
    expect(await engine.describe(executionArn)).toMatchObject({ status: 'SUCCEEDED' });
    const { executions } = await engine.handle('ListExecutions', { stateMachineArn: ARN });
    expect(executions).toMatchObject([{ name: 'after' }]);
    await expect(engine.describe(before)).rejects.toMatchObject({ code: 'ExecutionDoesNotExist' });
  });

  test('do not redrive an execution that is deleted with its state machine', async () => {
    const engine = new TestEngine();
    const waiting = { StartAt: 'w', States: { w: { Type: 'Wait', Seconds: 5, End: true } } };
    const executionArn = await engine.start(await engine.create(waiting));
    await engine.settle();
    const deletion = engine.handle('DeleteStateMachine', { stateMachineArn: ARN });
    await expect(engine.handle('RedriveExecution', { executionArn })).rejects.toMatchObject({
      code: 'ExecutionDoesNotExist',
    });
    await deletion;
    expect(engine.clock.due()).toBeUndefined();
  });
});

describe('DeleteStateMachine', () => {
  test('ends what is running, and frees the names', async () => {
    const engine = new TestEngine();
    const waiting = { StartAt: 'w', States: { w: { Type: 'Wait', Seconds: 5, End: true } } };
    const execution = await engine.start(await engine.create(waiting));
    await engine.settle();
    expect(await engine.handle('DeleteStateMachine', { stateMachineArn: ARN })).toEqual({});
    expect(engine.statusChanges.at(-1)).toMatchObject({ status: 'ABORTED' });
    expect(engine.clock.due()).toBeUndefined();
    await expect(engine.describe(execution)).rejects.toMatchObject({ code: 'ExecutionDoesNotExist' });
    await expect(engine.start(ARN)).rejects.toMatchObject({ code: 'StateMachineDoesNotExist' });
    expect(await engine.start(await engine.create(definition))).toBe(execution);
  });

  test.each(['1', 'PROD'])('does not take %s for a state machine', async (qualifier) => {
    const engine = new TestEngine();
    await engine.create(definition);
    await expect(engine.handle('DeleteStateMachine', { stateMachineArn: `${ARN}:${qualifier}` })).rejects.toMatchObject(
      {
        code: 'ValidationException',
      },
    );
    expect(await engine.handle('DescribeStateMachine', { stateMachineArn: ARN })).toMatchObject({ name: 'machine' });
  });

  test('of none is no error', async () => {
    expect(await new TestEngine().handle('DeleteStateMachine', { stateMachineArn: ARN })).toEqual({});
  });
});

test('METADATA_ONLY leaves out the definition', async () => {
  const engine = new TestEngine();
  await engine.create(definition);
  const asked = { stateMachineArn: ARN, includedData: 'METADATA_ONLY' };
  expect(await engine.handle('DescribeStateMachine', asked)).toMatchObject({ definition: '{}', roleArn: ROLE });
});

test.each(['DescribeStateMachine', 'UpdateStateMachine', 'DeleteStateMachine', 'StartExecution'])(
  '%s takes no ARN of a Distributed Map',
  async (operation) => {
    const asked = { stateMachineArn: `${ARN}/rows`, ...(operation === 'UpdateStateMachine' ? { roleArn: ROLE } : {}) };
    await expect(new TestEngine().handle(operation, asked)).rejects.toMatchObject({ code: 'ValidationException' });
  },
);

test('ListStateMachines gives them by name, in pages', async () => {
  const engine = new TestEngine();
  for (const name of ['c', 'a', 'b']) await engine.create(definition, name);
  const first = await engine.handle('ListStateMachines', { maxResults: 2 });
  expect(first.stateMachines).toMatchObject([
    { name: 'a', type: 'STANDARD', creationDate: START / 1000 },
    { name: 'b' },
  ]);
  const second = await engine.handle('ListStateMachines', { maxResults: 2, nextToken: first.nextToken });
  expect(second.stateMachines).toMatchObject([{ name: 'c' }]);
  expect(second).not.toHaveProperty('nextToken');
  await expect(engine.handle('ListStateMachines', { nextToken: 'x' })).rejects.toMatchObject({ code: 'InvalidToken' });
  await expect(engine.handle('ListStateMachines', { maxResults: 1001 })).rejects.toMatchObject({
    message:
      "1 validation error detected: Value '1001' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to 1000",
  });
});

test('ValidateStateMachineDefinition gives the diagnostics that creation would put into its message', async () => {
  const engine = new TestEngine();
  expect(await engine.handle('ValidateStateMachineDefinition', { definition: text })).toEqual({
    result: 'OK',
    diagnostics: [],
    truncated: false,
  });
  const source = '[Source: (String)"not a definition"; line: 1, column: 4]';
  expect(await engine.handle('ValidateStateMachineDefinition', { definition: 'not a definition' })).toEqual({
    result: 'FAIL',
    diagnostics: [
      {
        severity: 'ERROR',
        code: 'INVALID_JSON_DESCRIPTION',
        message: `Unrecognized token 'not': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')\n at ${source}`,
        location: source,
      },
    ],
    truncated: false,
  });
  const broken = JSON.stringify({
    QueryLanguage: 'JSONata',
    StartAt: 'a',
    States: { a: { Type: 'Pass' }, b: { Type: 'Fail' } },
  });
  expect(await engine.handle('ValidateStateMachineDefinition', { definition: broken, maxResults: 1 })).toEqual({
    result: 'FAIL',
    diagnostics: [
      {
        severity: 'ERROR',
        code: 'SCHEMA_VALIDATION_FAILED',
        message: 'This object should have only one of the following fields: [Next, End]',
        location: '/States/a',
      },
    ],
    truncated: true,
  });
});

test('ValidateStateMachineDefinition takes an empty definition for a wrong one, as recorded on AWS', async () => {
  expect(await new TestEngine().handle('ValidateStateMachineDefinition', { definition: '' })).toMatchObject({
    result: 'FAIL',
    diagnostics: [{ code: 'SCHEMA_VALIDATION_FAILED', message: 'Definition must be a valid JSON object' }],
  });
});

test('ValidateStateMachineDefinition gives warnings to those who ask for them, and creation knows none', async () => {
  const engine = new TestEngine();
  const validate = async (fields: object, severity?: string, more: object = {}) => {
    const definition = JSON.stringify({ StartAt: 'f', States: { f: { Type: 'Fail', Error: '$.e', ...fields } } });
    const answer = await engine.handle('ValidateStateMachineDefinition', { definition, severity, ...more });
    const { result, diagnostics, truncated } = answer as unknown as {
      result: string;
      diagnostics: { severity: string; code: string }[];
      truncated: boolean;
    };
    return [result, ...diagnostics.map(({ severity: told, code }) => `${told} ${code}`), truncated];
  };
  expect(await validate({})).toEqual(['OK', false]);
  expect(await validate({}, 'ERROR')).toEqual(['OK', false]);
  expect(await validate({}, 'WARNING')).toEqual(['OK', 'WARNING NO_PATH', false]);
  expect(await validate({ Cause: '$.c' }, 'WARNING', { maxResults: 1 })).toEqual(['OK', 'WARNING NO_PATH', true]);
  expect(await validate({ Typo: 1 }, 'WARNING')).toEqual([
    'FAIL',
    'ERROR SCHEMA_VALIDATION_FAILED',
    'WARNING NO_PATH',
    false,
  ]);
  const definition = JSON.stringify({ StartAt: 'f', States: { f: { Type: 'Fail', Error: '$.e' } } });
  await engine.handle('CreateStateMachine', { name: 'warned', roleArn: ROLE, definition });
});

test('descriptions tell which states refer to which variables', async () => {
  const engine = new TestEngine();
  const states = {
    a: { Type: 'Pass', Assign: { x: 1 }, Next: 'b' },
    b: { Type: 'Pass', Output: '{% $x %}', End: true },
  };
  const execution = await engine.start(await engine.create({ StartAt: 'a', States: states }));
  const variableReferences = { b: ['x'] };
  expect(await engine.handle('DescribeStateMachine', { stateMachineArn: ARN })).toMatchObject({ variableReferences });
  const described = await engine.handle('DescribeStateMachineForExecution', { executionArn: execution });
  expect(described).toMatchObject({ variableReferences });
});
