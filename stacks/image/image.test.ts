import { lint } from '@blueprint/asl';
import { describe, expect, test } from '@jest/globals';
import { knownErrors } from '../testing/known-errors';
import { functionArn } from '../testing/machine';
import { rights, synthesizeAll } from '../testing/synthesized';
import { POWERTOOLS, WorkflowFunctions } from '../testing/workflow-functions';
import { image, UNMENDABLE_ERRORS } from './definition';

const { stack } = synthesizeAll();
const local = stack('local-workflows');
const prod = stack('prod-workflows');

const stored = (output: string): string => `\${data.terraform_remote_state.storage.outputs.${output}}`;
const BUCKET = stored('images_arn');
const queue = (name: string): string => `\${${local.address('aws_sqs_queue', 'name', `local-blueprint-${name}`)}.arn}`;
const states = (kind: string, suffix = '') =>
  `arn:aws:states:ap-northeast-1:000000000000:${kind}:local-blueprint-image${suffix}`;

const derives = [
  `s3:GetObjectVersion on ${BUCKET}/originals/*`,
  `s3:ListBucket on ${BUCKET}`,
  `s3:PutObject on ${BUCKET}/results/*`,
];

/** What each handler may do beside logs and traces: exactly its AWS calls, and what its trigger needs. */
const RIGHTS: Readonly<Record<string, readonly string[]>> = {
  start: [
    `states:StartExecution on ${states('stateMachine')}`,
    `states:DescribeExecution on ${states('execution', ':*')}`,
    ...['DeleteMessage', 'GetQueueAttributes', 'ReceiveMessage'].map(
      (action) => `sqs:${action} on ${queue('image-originals')}`,
    ),
  ],
  resize: derives,
  thumbnail: derives,
};
const VARIABLES: Readonly<Record<string, readonly string[]>> = {
  start: ['MACHINES_ARN'],
  resize: ['IMAGES_BUCKET'],
  thumbnail: ['IMAGES_BUCKET'],
};
const NAMES = Object.keys(RIGHTS);
const functions = new WorkflowFunctions(local, 'local-blueprint-image-');

test('the definition has no finding', () => {
  expect(lint(image({ functionArn, table: 'image_results' }))).toEqual([]);
});

test('each error that the machine does not retry is one that the handlers know', () => {
  expect(knownErrors('image')).toEqual(expect.arrayContaining(UNMENDABLE_ERRORS));
});

test('there is one function per handler, and no other', () => {
  expect(functions.handlers()).toEqual([...NAMES].sort());
});

describe.each(NAMES)('image/%s', (name) => {
  test('may do what it does, and nothing else', () => {
    expect(functions.rights(name)).toEqual([...functions.logsAndTraces(name), ...(RIGHTS[name] ?? [])].sort());
  });

  test('gets the variables it reads', () => {
    expect(Object.keys(functions.variables(name)).sort()).toEqual([...POWERTOOLS, ...(VARIABLES[name] ?? [])].sort());
  });
});

test('functions that decode images have a CPU of their own', () => {
  for (const name of ['resize', 'thumbnail']) expect(functions.of(name)).toMatchObject({ memory_size: 1769 });
});

test('the machine may invoke its two functions, and write the rows of its own table', () => {
  const narrow = rights(local.statements('local-blueprint-image')).filter((right) => !right.endsWith(' on *'));
  const lambda = (name: string) => `\${${local.liveFunction(`local-blueprint-image-${name}`)}.arn}`;
  expect(narrow).toEqual(
    [
      ...['resize', 'thumbnail'].map((name) => `lambda:InvokeFunction on ${lambda(name)}`),
      `dynamodb:PutItem on arn:aws:dynamodb:ap-northeast-1:000000000000:table/${stored('image_results_name')}`,
    ].sort(),
  );
});

describe('originals', () => {
  test('are told of by the bucket to a queue that hides them for six times as long as their start may take', () => {
    expect(local.one('aws_s3_bucket_notification', 'bucket', stored('images_name'))).toMatchObject({
      queue: [{ queue_arn: queue('image-originals'), events: ['s3:ObjectCreated:*'], filter_prefix: 'originals/' }],
    });
    const { visibility_timeout_seconds, redrive_policy, policy } = local.one(
      'aws_sqs_queue',
      'name',
      'local-blueprint-image-originals',
    );
    expect(visibility_timeout_seconds).toBe(6 * Number(functions.of('start').timeout));
    expect(JSON.parse(String(redrive_policy))).toEqual({
      deadLetterTargetArn: queue('image-dead-letters'),
      maxReceiveCount: 5,
    });
    expect(String(policy)).toContain(BUCKET);
  });

  test('are started once the machine is there', () => {
    const machine = local.liveMachine('local-blueprint-image');
    expect(local.one('aws_lambda_event_source_mapping', 'event_source_arn', queue('image-originals'))).toMatchObject({
      depends_on: expect.arrayContaining([machine]),
      function_response_types: ['ReportBatchItemFailures'],
    });
  });
});

describe('alarms', () => {
  const names = prod.those('aws_cloudwatch_metric_alarm', 'alarm_name', 'prod-blueprint-image');
  test('tell of executions that fail, messages that nobody could read and a queue that grows old', () => {
    expect(names.map(({ alarm_name }) => String(alarm_name).slice('prod-blueprint-'.length)).sort()).toEqual([
      'image-ExecutionsAborted',
      'image-ExecutionsFailed',
      'image-ExecutionsTimedOut',
      'image-dead-letters-depth',
      'image-originals-age',
      'image-start-Errors',
      'image-start-Throttles',
    ]);
  });

  test('do not tell of originals that can’t be used: those are recorded', () => {
    expect(names.filter(({ alarm_name }) => /resize|thumbnail/.test(String(alarm_name)))).toEqual([]);
  });
});
