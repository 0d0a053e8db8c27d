import { environment } from '@blueprint/env';
import { describe, expect, test } from '@jest/globals';
import { knownErrors } from '../testing/known-errors';
import { rights, synthesizeAll } from '../testing/synthesized';
import { POWERTOOLS, WorkflowFunctions } from '../testing/workflow-functions';
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
  http: ['BatchWriteItem', 'GetItem', 'PutItem', 'Query', 'UpdateItem'].map(
    (action) => `dynamodb:${action} on ${TASKS}`,
  ),
};

const VARIABLES: Readonly<Record<string, readonly string[]>> = {
  trigger: ['ACTION_QUEUE_URL', 'NOTIFICATION_QUEUE_URL', 'REJECTED_QUEUE_URL', 'WEBHOOK_URLS'],
  start: ['TASKS_TABLE', 'STATE_MACHINE_ARN', 'DISTRIBUTED_STATE_MACHINE_ARN', 'INLINE_ITEMS_LIMIT'],
  iterator: ['TASKS_TABLE', 'DATA_TABLE', 'RETENTION_DAYS'],
  'item-failed': ['TASKS_TABLE', 'RETENTION_DAYS'],
  'settle-task': ['TASKS_TABLE', 'RETENTION_DAYS'],
  settle: ['TASKS_TABLE'],
  notify: ['WEBHOOK_URLS', 'SIGNING_KEY_PARAMETER'],
  http: ['TASKS_TABLE', 'RETENTION_DAYS', 'TENANT_CLAIM'],
};
const NAMES = Object.keys(RIGHTS);

const functions = new WorkflowFunctions(local, 'local-blueprint-task-');

test('there is one function per handler, and no other', () => {
  expect(functions.handlers()).toEqual([...NAMES].sort());
});

describe.each(NAMES)('task/%s', (name) => {
  test('may do what it does, and nothing else', () => {
    expect(functions.rights(name)).toEqual([...functions.logsAndTraces(name), ...(RIGHTS[name] ?? [])].sort());
  });

  test('gets the variables it reads', () => {
    expect(Object.keys(functions.variables(name)).sort()).toEqual([...POWERTOOLS, ...(VARIABLES[name] ?? [])].sort());
  });
});

test('the values of variables come from the environment, the storage stack and the definition', () => {
  const { retention, notifications } = environment('local');
  expect(functions.variables('start')).toMatchObject({ TASKS_TABLE: stored('tasks_name'), INLINE_ITEMS_LIMIT: '363' });
  expect(functions.variables('iterator').RETENTION_DAYS).toBe(String(retention.jobsDays));
  expect(functions.variables('notify')).toMatchObject({
    WEBHOOK_URLS: JSON.stringify(notifications.webhooks),
    SIGNING_KEY_PARAMETER: notifications.signingKeyParameter,
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
      .filter((name) => rights(prod.statements(name)).some((right) => right.endsWith('/prod/blueprint/webhook-key')));
    expect(readers).toEqual(['prod-blueprint-task-notify']);
  });
});

test('each error that the machines do not retry is one that the handlers know', () => {
  expect(knownErrors('task')).toEqual(expect.arrayContaining(UNMENDABLE_ERRORS));
});
