import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { rights, synthesizeAll } from '../testing/synthesized';
import { UNMENDABLE_ERRORS } from './definition';

const { stack } = synthesizeAll();
const local = stack('local-workflows');
const prod = stack('prod-workflows');

const stored = (output: string): string => `\${data.terraform_remote_state.storage.outputs.${output}}`;
const TASKS = stored('tasks_arn');
const DATA = stored('data_arn');
const STREAM = stored('tasks_stream_arn');
const states = (kind: string, suffix = '') =>
  ['task-handler', 'task-handler-distributed'].map(
    (name) => `arn:aws:states:ap-northeast-1:000000000000:${kind}:local-blueprint-${name}${suffix}`,
  );
const queue = (name: string): string => `\${${local.address('aws_sqs_queue', 'name', `local-blueprint-${name}`)}.arn}`;
const receives = (name: string) =>
  ['DeleteMessage', 'GetQueueAttributes', 'ReceiveMessage'].map((action) => `sqs:${action} on ${queue(name)}`);

/** What each handler may do beside logs and traces: exactly its AWS calls, and what its trigger needs. */
const RIGHTS: Readonly<Record<string, readonly string[]>> = {
  trigger: [
    ...['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'].map(
      (action) => `dynamodb:${action} on ${STREAM}`,
    ),
    ...['task-action-queue', 'notification-queue', 'task-rejected', 'task-stream-failures'].map(
      (name) => `sqs:SendMessage on ${queue(name)}`,
    ),
  ],
  start: [
    `dynamodb:UpdateItem on ${TASKS}`,
    ...receives('task-action-queue'),
    ...states('stateMachine').map((arn) => `states:StartExecution on ${arn}`),
  ],
  iterator: [
    ...['BatchGetItem', 'PutItem', 'UpdateItem'].map((action) => `dynamodb:${action} on ${TASKS}`),
    `dynamodb:GetItem on ${DATA}`,
  ],
  'item-failed': ['PutItem', 'UpdateItem'].map((action) => `dynamodb:${action} on ${TASKS}`),
  'settle-task': ['GetItem', 'PutItem', 'Query', 'UpdateItem'].map((action) => `dynamodb:${action} on ${TASKS}`),
  settle: [
    `dynamodb:UpdateItem on ${TASKS}`,
    `sqs:SendMessage on ${queue('task-settle-failures')}`,
    ...states('execution', ':*').map((arn) => `states:DescribeExecution on ${arn}`),
  ],
  notify: [
    ...receives('notification-queue'),
    'ssm:GetParameter on arn:aws:ssm:ap-northeast-1:000000000000:parameter/local/blueprint/webhook-key',
  ],
};

const VARIABLES: Readonly<Record<string, readonly string[]>> = {
  trigger: ['ACTION_QUEUE_URL', 'NOTIFICATION_QUEUE_URL', 'REJECTED_QUEUE_URL', 'WEBHOOK_URLS'],
  start: ['TASKS_TABLE', 'STATE_MACHINE_ARN', 'DISTRIBUTED_STATE_MACHINE_ARN', 'INLINE_ITEMS_LIMIT'],
  iterator: ['TASKS_TABLE', 'DATA_TABLE', 'RETENTION_DAYS'],
  'item-failed': ['TASKS_TABLE', 'RETENTION_DAYS'],
  'settle-task': ['TASKS_TABLE', 'RETENTION_DAYS'],
  settle: ['TASKS_TABLE'],
  notify: ['WEBHOOK_URLS', 'SIGNING_KEY_PARAMETER'],
};
const NAMES = Object.keys(RIGHTS);
const POWERTOOLS = ['POWERTOOLS_LOG_LEVEL', 'POWERTOOLS_METRICS_NAMESPACE', 'POWERTOOLS_SERVICE_NAME'];

const functionName = (name: string): string => `local-blueprint-task-${name}`;
const lambda = (name: string) => local.one('aws_lambda_function', 'function_name', functionName(name));
const variables = (name: string) => (lambda(name).environment as { variables: Record<string, string> }).variables; // as synthesized

test('there is one function per handler, and no other', () => {
  const names = local.those('aws_lambda_function', 'function_name', functionName('')).map((one) => one.function_name);
  expect(names.sort()).toEqual(NAMES.map(functionName).sort());
});

describe.each(NAMES)('task/%s', (name) => {
  test('may do what it does, and nothing else', () => {
    const logs = local.address('aws_cloudwatch_log_group', 'name', `/aws/lambda/${functionName(name)}`);
    const everyFunction = [
      `logs:CreateLogStream on \${${logs}.arn}:*`,
      `logs:PutLogEvents on \${${logs}.arn}:*`,
      'xray:PutTelemetryRecords on *',
      'xray:PutTraceSegments on *',
    ];
    expect(rights(local.statements(functionName(name)))).toEqual([...everyFunction, ...(RIGHTS[name] ?? [])].sort());
  });

  test('gets the variables it reads', () => {
    expect(Object.keys(variables(name)).sort()).toEqual([...POWERTOOLS, ...(VARIABLES[name] ?? [])].sort());
  });
});

test('the values of variables come from the environment, the storage stack and the definition', () => {
  expect(variables('start')).toMatchObject({ TASKS_TABLE: stored('tasks_name'), INLINE_ITEMS_LIMIT: '363' });
  expect(variables('iterator').RETENTION_DAYS).toBe('7');
  expect(variables('notify')).toMatchObject({
    WEBHOOK_URLS: '["http://127.0.0.1:4567/webhooks"]',
    SIGNING_KEY_PARAMETER: '/local/blueprint/webhook-key',
  });
});

describe('with a customer managed key', () => {
  const KEY = stored('key_arn');
  const uses = (name: string) =>
    prod
      .statements(`prod-blueprint-task-${name}`)
      .filter(({ Resource }) => Resource.includes(KEY))
      .map(({ Sid, Action }) => [Sid, Action]);

  test('a function that receives messages may decrypt through SQS, and one that sends them may encrypt too', () => {
    expect(uses('notify')).toEqual([
      ['KeyOfQueues', ['kms:Decrypt']],
      ['KeyOfParameters', ['kms:Decrypt']],
    ]);
    expect(uses('trigger')).toContainEqual(['KeyOfQueues', ['kms:Decrypt', 'kms:GenerateDataKey']]);
  });

  test('nobody but the sender may read the parameter', () => {
    const readers = prod
      .all('aws_iam_role')
      .map(({ name }) => String(name))
      .filter((name) => rights(prod.statements(name)).some((right) => right.startsWith('ssm:')));
    expect(readers).toEqual(['prod-blueprint-task-notify']);
  });
});

test('each error that the machines do not retry is one that the handlers know', () => {
  const lambdas = join(__dirname, '..', '..', 'lambdas');
  const known = ['task/errors.ts', 'platform/errors.ts']
    .flatMap((file) => [...readFileSync(join(lambdas, file), 'utf8').matchAll(/readonly name = '(\w+)'/g)])
    .map((match) => match[1]);
  expect(known).toEqual(expect.arrayContaining(UNMENDABLE_ERRORS));
});
