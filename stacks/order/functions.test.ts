import { environment } from '@blueprint/env';
import { describe, expect, test } from '@jest/globals';
import { approvalTimeoutSeconds } from '../approval/task';
import { knownErrors } from '../testing/known-errors';
import { rights, synthesizeAll } from '../testing/synthesized';
import { POWERTOOLS, WorkflowFunctions } from '../testing/workflow-functions';
import { UNMENDABLE_ERRORS } from './definition';

const { stack } = synthesizeAll();
const local = stack('local-workflows');
const prod = stack('prod-workflows');

const stored = (output: string): string => `\${data.terraform_remote_state.storage.outputs.${output}}`;
const on = (table: string, ...actions: string[]) =>
  actions.map((action) => `dynamodb:${action} on ${stored(`${table}_arn`)}`);
const arn = (rest: string) => `arn:aws:states:ap-northeast-1:000000000000:${rest}`;
const TOPIC = `\${${local.address('aws_sns_topic', 'name', 'local-blueprint-orders')}.arn}`;
const FAILURES = `\${${local.address('aws_sqs_queue', 'name', 'local-blueprint-order-settle-failures')}.arn}`;
const UNDOING = [
  ...on('orders', 'GetItem', 'UpdateItem'),
  ...on('inventory', 'GetItem', 'UpdateItem'),
  ...on('payments', 'PutItem', 'UpdateItem'),
];

/** What each handler may do beside logs and traces: exactly its AWS calls. */
const RIGHTS: Readonly<Record<string, readonly string[]>> = {
  http: [
    ...on('orders', 'BatchGetItem', 'GetItem', 'PutItem'),
    `dynamodb:Query on ${stored('orders_arn')}/index/newest-index`,
    ...['order', 'order-batch'].flatMap((name) => [
      `states:StartExecution on ${arn(`stateMachine:local-blueprint-${name}`)}`,
      `states:DescribeExecution on ${arn(`execution:local-blueprint-${name}:*`)}`,
    ]),
  ],
  'validate-order': [...on('orders', 'GetItem', 'UpdateItem'), ...on('inventory', 'GetItem')],
  'process-order': [...on('orders', 'GetItem', 'UpdateItem'), ...on('inventory', 'PutItem', 'UpdateItem')],
  'process-payment': [...on('orders', 'GetItem', 'UpdateItem'), ...on('payments', 'GetItem', 'PutItem')],
  'refund-order': UNDOING,
  settle: [
    ...UNDOING,
    `sns:Publish on ${TOPIC}`,
    `sqs:SendMessage on ${FAILURES}`,
    `states:DescribeExecution on ${arn('execution:local-blueprint-order:*')}`,
  ],
};

const VARIABLES: Readonly<Record<string, readonly string[]>> = {
  http: ['ORDERS_TABLE', 'ORDERS_INDEX', 'MACHINES_ARN', 'TENANT_CLAIM'],
  'validate-order': ['ORDERS_TABLE', 'INVENTORY_TABLE'],
  'process-order': ['ORDERS_TABLE', 'INVENTORY_TABLE'],
  'process-payment': ['ORDERS_TABLE', 'PAYMENTS_TABLE'],
  'refund-order': ['ORDERS_TABLE', 'INVENTORY_TABLE', 'PAYMENTS_TABLE'],
  settle: ['ORDERS_TABLE', 'INVENTORY_TABLE', 'PAYMENTS_TABLE', 'TOPIC_ARN'],
};
const NAMES = Object.keys(RIGHTS);

const functions = new WorkflowFunctions(local, 'local-blueprint-order-');

test('there is one function per handler, and no other', () => {
  expect(functions.handlers()).toEqual([...NAMES].sort());
});

describe.each(NAMES)('order/%s', (name) => {
  test('may do what it does, and nothing else', () => {
    expect(functions.rights(name)).toEqual([...functions.logsAndTraces(name), ...(RIGHTS[name] ?? [])].sort());
  });

  test('gets the variables it reads', () => {
    expect(Object.keys(functions.variables(name)).sort()).toEqual([...POWERTOOLS, ...(VARIABLES[name] ?? [])].sort());
  });
});

describe('the machines', () => {
  const OBSERVED = /^(logs|xray):/;
  const of = (name: string) =>
    rights(local.statements(`local-blueprint-${name}`)).filter((right) => !OBSERVED.test(right));

  test('order invokes its functions and the one that asks for approval, writes its row and publishes', () => {
    const states = ['process-order', 'process-payment', 'refund-order', 'validate-order'].map(
      (name) => `lambda:InvokeFunction on \${${local.liveFunction(functions.nameOf(name))}.arn}`,
    );
    const expected = [
      ...states,
      'lambda:InvokeFunction on arn:aws:lambda:ap-northeast-1:000000000000:function:local-blueprint-approval-request:live',
      `sns:Publish on ${TOPIC}`,
    ];
    const writes = of('order').filter((right) => right.startsWith('dynamodb:'));
    expect(writes.map((right) => right.replace(/ on .*/, ''))).toEqual(['dynamodb:UpdateItem']);
    expect(writes[0]).toContain(stored('orders_name'));
    expect(of('order').filter((right) => !right.startsWith('dynamodb:'))).toEqual(expected.sort());
  });

  test('order-batch starts orders, waits for them, and stops them when it is stopped', () => {
    const machine = of('order-batch').filter((right) => right.startsWith('states:'));
    expect(machine).toEqual([
      `states:DescribeExecution on ${arn('execution:local-blueprint-order:*')}`,
      `states:StartExecution on ${arn('stateMachine:local-blueprint-order')}`,
      `states:StopExecution on ${arn('execution:local-blueprint-order:*')}`,
    ]);
    const start = local
      .statements('local-blueprint-order-batch')
      .find(({ Action }) => Action.includes('states:StartExecution'));
    expect(start?.Condition).toEqual({ 'ForAnyValue:StringEquals': { 'states:StateMachineQualifier': ['live'] } });
  });

  test('end an order that takes an hour more than its wait for approval', () => {
    const { definition } = prod.one('aws_sfn_state_machine', 'name', 'prod-blueprint-order');
    const { TimeoutSeconds, States } = JSON.parse(String(definition));
    expect(States.WaitForApproval.TimeoutSeconds).toBe(approvalTimeoutSeconds(environment('prod')));
    expect(TimeoutSeconds).toBe(States.WaitForApproval.TimeoutSeconds + 3_600);
  });
});

describe('the topic', () => {
  test('is encrypted, by the key of the environment where it has one, and published to over TLS only', () => {
    const topic = local.one('aws_sns_topic', 'name', 'local-blueprint-orders');
    expect(topic.kms_master_key_id).toBe('alias/aws/sns');
    expect(prod.one('aws_sns_topic', 'name', 'prod-blueprint-orders').kms_master_key_id).toBe(stored('key_arn'));
    expect(JSON.parse(String(topic.policy)).Statement).toMatchObject([
      {
        Effect: 'Deny',
        Principal: '*',
        Action: 'sns:Publish',
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
    ]);
  });

  test('takes the key from those who publish to it, through SNS only', () => {
    for (const role of ['prod-blueprint-order', 'prod-blueprint-order-batch', 'prod-blueprint-order-settle']) {
      expect(prod.statements(role)).toContainEqual({
        Sid: 'KeyOfTopics',
        Effect: 'Allow',
        Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
        Resource: [stored('key_arn')],
        Condition: { StringEquals: { 'kms:ViaService': 'sns.ap-northeast-1.amazonaws.com' } },
      });
    }
  });
});

test('the orders of a tenant can be read by the time they were accepted', () => {
  expect(stack('prod-storage').one('aws_dynamodb_table', 'name', 'prod-blueprint-orders')).toMatchObject({
    global_secondary_index: [
      { name: 'newest-index', hash_key: 'pk', range_key: 'acceptedAt', projection_type: 'KEYS_ONLY' },
    ],
  });
});

test('an order that failed, and an event that could not be handled, wake a person', () => {
  const alarms = prod.those('aws_cloudwatch_metric_alarm', 'alarm_name', 'prod-blueprint-order');
  expect(alarms.map(({ alarm_name }) => alarm_name)).toEqual(
    expect.arrayContaining([
      'prod-blueprint-order-ExecutionsFailed',
      'prod-blueprint-order-batch-ExecutionsFailed',
      'prod-blueprint-order-settle-failures-depth',
    ]),
  );
});

test('each error that the machine does not retry is one that the handlers know', () => {
  expect(knownErrors('order')).toEqual(expect.arrayContaining(UNMENDABLE_ERRORS));
});
