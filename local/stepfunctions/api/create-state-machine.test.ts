import { describe, expect, test } from '@jest/globals';
import { ROLE, START, TestEngine } from '../testing/engine';
import { ARN, destination, LOGS, loggingConfiguration, request, text } from '../testing/state-machine';

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
