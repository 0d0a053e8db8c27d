import { environment } from '@blueprint/env';
import { readModels, tableVariable } from '@blueprint/lambdas';
import { describe, expect, test } from '@jest/globals';
import { knownErrors } from '../testing/known-errors';
import { synthesizeAll } from '../testing/synthesized';
import { POWERTOOLS, WorkflowFunctions } from '../testing/workflow-functions';
import { UNMENDABLE_ERRORS } from './definition';

const { stack } = synthesizeAll();
const local = stack('local-workflows');
const prod = stack('prod-workflows');
const env = environment('local');

const NAMES = [
  'trigger',
  'check-version',
  'wait-prev-command',
  'set-ttl-command',
  'history-copy',
  'transform-data',
  'sync-data',
  'finish',
  'settle',
  'reconcile',
  'http',
];

const stored = (output: string): string => `\${data.terraform_remote_state.storage.outputs.${output}}`;
const COMMANDS = stored('commands_arn');
const DATA = stored('data_arn');
const HISTORY = stored('history_arn');
const READ_MODELS = Object.keys(readModels);
const STREAM = stored('commands_stream_arn');
const OPEN_INDEX = `${COMMANDS}/index/open-index`;
const MACHINE = 'arn:aws:states:ap-northeast-1:000000000000:stateMachine:local-blueprint-command-handler';
const EXECUTIONS = 'arn:aws:states:ap-northeast-1:000000000000:execution:local-blueprint-command-handler:*';
const queue = (name: string): string =>
  `\${${local.address('aws_sqs_queue', 'name', `local-blueprint-command-${name}`)}.arn}`;

/** What each handler may do beside logs and traces: exactly its AWS calls, and what its trigger needs. */
const RIGHTS: Readonly<Record<string, readonly string[]>> = {
  trigger: [
    `dynamodb:DescribeStream on ${STREAM}`,
    `dynamodb:GetRecords on ${STREAM}`,
    `dynamodb:GetShardIterator on ${STREAM}`,
    `dynamodb:ListStreams on ${STREAM}`,
    `sqs:SendMessage on ${queue('rejected')}`,
    `sqs:SendMessage on ${queue('stream-failures')}`,
    `states:StartExecution on ${MACHINE}`,
  ],
  'check-version': [`dynamodb:BatchGetItem on ${COMMANDS}`, `dynamodb:BatchGetItem on ${DATA}`],
  'wait-prev-command': [
    `dynamodb:GetItem on ${DATA}`,
    `dynamodb:UpdateItem on ${COMMANDS}`,
    `states:SendTaskSuccess on ${MACHINE}`,
  ],
  'set-ttl-command': [`dynamodb:UpdateItem on ${COMMANDS}`],
  'history-copy': [`dynamodb:GetItem on ${DATA}`, `dynamodb:PutItem on ${HISTORY}`],
  'transform-data': [`dynamodb:GetItem on ${COMMANDS}`],
  'sync-data': [
    `dynamodb:GetItem on ${COMMANDS}`,
    `dynamodb:GetItem on ${DATA}`,
    `dynamodb:UpdateItem on ${DATA}`,
    ...READ_MODELS.map((name) => `dynamodb:UpdateItem on ${stored(`${name}_arn`)}`),
  ],
  finish: [
    `dynamodb:GetItem on ${COMMANDS}`,
    `dynamodb:UpdateItem on ${COMMANDS}`,
    `states:SendTaskSuccess on ${MACHINE}`,
  ],
  settle: [
    `dynamodb:UpdateItem on ${COMMANDS}`,
    `sqs:SendMessage on ${queue('settle-failures')}`,
    `states:DescribeExecution on ${EXECUTIONS}`,
  ],
  reconcile: [
    `dynamodb:BatchGetItem on ${COMMANDS}`,
    `dynamodb:BatchGetItem on ${DATA}`,
    `dynamodb:Query on ${OPEN_INDEX}`,
    `dynamodb:UpdateItem on ${COMMANDS}`,
    `states:DescribeExecution on ${EXECUTIONS}`,
    `states:RedriveExecution on ${EXECUTIONS}`,
    `states:SendTaskSuccess on ${MACHINE}`,
    `states:StartExecution on ${MACHINE}`,
  ],
  http: [
    ...['BatchGetItem', 'GetItem', 'PutItem', 'Query', 'UpdateItem'].map(
      (action) => `dynamodb:${action} on ${COMMANDS}`,
    ),
    `dynamodb:BatchGetItem on ${DATA}`,
    `dynamodb:GetItem on ${DATA}`,
  ],
};

const VARIABLES: Readonly<Record<string, readonly string[]>> = {
  trigger: ['STATE_MACHINE_ARN', 'REJECTED_QUEUE_URL'],
  'check-version': ['COMMANDS_TABLE', 'DATA_TABLE'],
  'wait-prev-command': ['COMMANDS_TABLE', 'DATA_TABLE'],
  'set-ttl-command': ['COMMANDS_TABLE', 'RETENTION_DAYS'],
  'history-copy': ['DATA_TABLE', 'HISTORY_TABLE'],
  'transform-data': ['COMMANDS_TABLE'],
  'sync-data': ['COMMANDS_TABLE', 'DATA_TABLE', ...READ_MODELS.map(tableVariable)],
  finish: ['COMMANDS_TABLE'],
  settle: ['COMMANDS_TABLE'],
  reconcile: ['COMMANDS_TABLE', 'DATA_TABLE', 'STATE_MACHINE_ARN', 'STUCK_AFTER_SECONDS', 'OPEN_INDEX'],
  http: ['COMMANDS_TABLE', 'DATA_TABLE', 'RETENTION_DAYS', 'TENANT_CLAIM'],
};

const functions = new WorkflowFunctions(local, 'local-blueprint-command-');

test('there is one function per handler, and no other', () => {
  expect(functions.handlers()).toEqual([...NAMES].sort());
});

describe.each(NAMES)('command/%s', (name) => {
  test('runs its bundle on Node.js 22 and arm64, traced', () => {
    expect(functions.of(name)).toMatchObject({
      runtime: 'nodejs22.x',
      architectures: ['arm64'],
      handler: 'index.handler',
      s3_bucket: stored('assets_name'),
      source_code_hash: expect.stringMatching(/^[A-Za-z0-9+/]{43}=$/),
      tracing_config: { mode: 'Active' },
    });
  });

  test('is uploaded under a key that changes with its code only', () => {
    const [object] = local.all('aws_s3_object').filter(({ key }) => String(key).startsWith(`code/command-${name}/`));
    expect(object).toMatchObject({
      bucket: stored('assets_name'),
      key: expect.stringMatching(new RegExp(`^code/command-${name}/[0-9a-f]{32}\\.zip$`)),
      source: expect.stringMatching(new RegExp(`^assets/[^/]+/[0-9a-f]{32}/${name}\\.zip$`)),
      lifecycle: { create_before_destroy: true },
    });
    expect(functions.of(name).s3_key).toBe(`\${${local.address('aws_s3_object', 'key', String(object?.key))}.key}`);
  });

  test('has a log group of its own with the retention of the environment', () => {
    const logs = local.one('aws_cloudwatch_log_group', 'name', `/aws/lambda/${functions.nameOf(name)}`);
    expect(logs.retention_in_days).toBe(env.retention.functionLogsDays);
    const address = local.address('aws_cloudwatch_log_group', 'name', `/aws/lambda/${functions.nameOf(name)}`);
    expect(functions.of(name).logging_config).toEqual({ log_format: 'Text', log_group: `\${${address}.name}` });
  });

  test('has a role of its own that Lambda alone can take', () => {
    const role = local.one('aws_iam_role', 'name', functions.nameOf(name));
    expect(functions.of(name).role).toBe(`\${${local.address('aws_iam_role', 'name', functions.nameOf(name))}.arn}`);
    expect(JSON.parse(String(role.assume_role_policy)).Statement).toEqual([
      { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
    ]);
  });

  test('may do what it does, and nothing else', () => {
    expect(functions.rights(name)).toEqual([...functions.logsAndTraces(name), ...(RIGHTS[name] ?? [])].sort());
  });

  test('gets the variables it reads', () => {
    expect(Object.keys(functions.variables(name)).sort()).toEqual([...POWERTOOLS, ...(VARIABLES[name] ?? [])].sort());
  });
});

test('the values of variables come from the environment, the storage stack and the machine', () => {
  expect(functions.variables('reconcile')).toEqual({
    COMMANDS_TABLE: stored('commands_name'),
    DATA_TABLE: stored('data_name'),
    STATE_MACHINE_ARN: `${MACHINE}:live`,
    STUCK_AFTER_SECONDS: String(env.stuckAfterSeconds),
    OPEN_INDEX: 'open-index',
    POWERTOOLS_SERVICE_NAME: 'command',
    POWERTOOLS_METRICS_NAMESPACE: 'local-blueprint',
    POWERTOOLS_LOG_LEVEL: env.logLevel,
  });
  expect(functions.variables('set-ttl-command').RETENTION_DAYS).toBe(String(env.retention.commandRowsDays));
});

test('concurrency is reserved where the environment says so', () => {
  const reserved = prod
    .all('aws_lambda_function')
    .filter((one) => one.reserved_concurrent_executions !== undefined)
    .map((one) => [one.function_name, one.reserved_concurrent_executions]);
  const said = Object.entries(environment('prod').concurrency.reserved);
  expect(Object.fromEntries(reserved)).toEqual(
    Object.fromEntries(said.map(([path, most]) => [`prod-blueprint-${path.replace('/', '-')}`, most])),
  );
});

describe('with a customer managed key', () => {
  const KEY = stored('key_arn');
  const keyStatements = (name: string) =>
    prod.statements(`prod-blueprint-command-${name}`).filter(({ Resource }) => Resource.includes(KEY));
  const through = (service: string) => ({
    StringEquals: { 'kms:ViaService': `${service}.ap-northeast-1.amazonaws.com` },
  });

  test('a function that only reads tables may only decrypt, and through DynamoDB only', () => {
    expect(keyStatements('check-version')).toEqual([
      {
        Sid: 'KeyOfTables',
        Effect: 'Allow',
        Action: ['kms:Decrypt', 'kms:DescribeKey'],
        Resource: [KEY],
        Condition: through('dynamodb'),
      },
    ]);
  });

  test('a function that writes tables may encrypt through DynamoDB', () => {
    expect(keyStatements('sync-data')).toMatchObject([
      { Action: expect.arrayContaining(['kms:Encrypt', 'kms:GenerateDataKey']), Condition: through('dynamodb') },
    ]);
  });

  test('a function that sends messages may use the key through SQS', () => {
    expect(keyStatements('trigger')).toMatchObject([
      { Action: ['kms:Decrypt', 'kms:DescribeKey'], Condition: through('dynamodb') },
      { Action: ['kms:Decrypt', 'kms:GenerateDataKey'], Condition: through('sqs') },
    ]);
  });

  test('without one, no role has a right on any key', () => {
    for (const name of NAMES) {
      expect(
        local
          .statements(functions.nameOf(name))
          .flatMap(({ Action }) => Action)
          .join(),
      ).not.toContain('kms:');
    }
  });

  test('logs and queues are encrypted with it', () => {
    for (const group of prod.all('aws_cloudwatch_log_group')) expect(group.kms_key_id).toBe(KEY);
    for (const one of prod.all('aws_sqs_queue')) expect(one.kms_master_key_id).toBe(KEY);
    for (const one of local.all('aws_sqs_queue')) expect(one.sqs_managed_sse_enabled).toBe(true);
  });
});

test('each error that the machine does not retry is one that the handlers know', () => {
  expect(knownErrors('command')).toEqual(expect.arrayContaining(UNMENDABLE_ERRORS));
});
