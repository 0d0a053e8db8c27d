import { environment } from '@blueprint/env';
import { describe, expect, test } from '@jest/globals';
import { synthesizeAll } from '../testing/synthesized';

const { stack } = synthesizeAll();
const local = stack('local-workflows');
const prod = stack('prod-workflows');
const { concurrency, alarms } = environment('prod');

const lambdaArn = (name: string): string => `\${${prod.liveFunction(`prod-blueprint-task-${name}`)}.arn}`;
const queueArn = (name: string): string => `\${${prod.address('aws_sqs_queue', 'name', `prod-blueprint-${name}`)}.arn}`;
const queue = (name: string) => prod.one('aws_sqs_queue', 'name', `prod-blueprint-${name}`);
const mapping = (name: string) => prod.one('aws_lambda_event_source_mapping', 'function_name', lambdaArn(name));
const timeout = (name: string) =>
  Number(prod.one('aws_lambda_function', 'function_name', `prod-blueprint-task-${name}`).timeout);
const MACHINES = ['task-handler', 'task-handler-distributed'];
const machineArn = (name: string) => `arn:aws:states:ap-northeast-1:333333333333:stateMachine:prod-blueprint-${name}`;

test('the stream’s trigger hears of task rows that are new or changed, and of no other row', () => {
  expect(mapping('trigger')).toMatchObject({
    event_source_arn: expect.stringContaining('.outputs.tasks_stream_arn}'),
    starting_position: 'TRIM_HORIZON',
    filter_criteria: {
      filter: [{ pattern: '{"eventName":["INSERT","MODIFY"],"dynamodb":{"Keys":{"sk":{"S":[{"prefix":"TASK#"}]}}}}' }],
    },
    function_response_types: ['ReportBatchItemFailures'],
    bisect_batch_on_function_error: true,
    destination_config: { on_failure: { destination_arn: queueArn('task-stream-failures') } },
  });
});

describe.each([
  ['task-action-queue', 'start', 'task-action-dead-letters', 5],
  ['notification-queue', 'notify', 'notification-dead-letters', 8],
])('%s', (name, target, deadLetters, receives) => {
  test('is worked off in batches whose failed messages come again alone, by as many as the environment says', () => {
    expect(mapping(target)).toMatchObject({
      event_source_arn: queueArn(name),
      batch_size: concurrency.queue.batchSize,
      function_response_types: ['ReportBatchItemFailures'],
      scaling_config: { maximum_concurrency: concurrency.queue.maximumConcurrency },
    });
  });

  test('hides a message for six times as long as its function may run', () => {
    expect(queue(name).visibility_timeout_seconds).toBe(6 * timeout(target));
  });

  test('gives what fails again and again to its dead letters', () => {
    expect(JSON.parse(String(queue(name).redrive_policy))).toEqual({
      deadLetterTargetArn: queueArn(deadLetters),
      maxReceiveCount: receives,
    });
  });

  test('is encrypted, and so are its dead letters', () => {
    for (const one of [name, deadLetters]) expect(queue(one).kms_master_key_id).toContain('.outputs.key_arn}');
  });
});

test('the start waits for both machines', () => {
  const machines = MACHINES.map((name) => prod.liveMachine(`prod-blueprint-${name}`));
  expect(mapping('start').depends_on).toEqual(expect.arrayContaining(machines));
});

describe('settle', () => {
  const name = 'prod-blueprint-task-execution-ended-badly';

  test('hears of every execution of either machine that ended badly', () => {
    expect(JSON.parse(String(prod.one('aws_cloudwatch_event_rule', 'name', name).event_pattern)).detail).toEqual({
      status: ['FAILED', 'TIMED_OUT', 'ABORTED'],
      stateMachineArn: MACHINES.map(machineArn),
    });
  });

  test('events that it is not told, or can’t handle, lie in its queue', () => {
    const rule = prod.address('aws_cloudwatch_event_rule', 'name', name);
    expect(prod.one('aws_cloudwatch_event_target', 'rule', `\${${rule}.name}`)).toMatchObject({
      arn: lambdaArn('settle'),
      dead_letter_config: { arn: queueArn('task-settle-failures') },
    });
    const lambda = prod.liveFunction('prod-blueprint-task-settle');
    expect(
      prod.one('aws_lambda_function_event_invoke_config', 'function_name', `\${${lambda}.function_name}`),
    ).toMatchObject({ destination_config: { on_failure: { destination: queueArn('task-settle-failures') } } });
  });
});

describe('alarms', () => {
  const alarm = (name: string) => prod.one('aws_cloudwatch_metric_alarm', 'alarm_name', `prod-blueprint-${name}`);

  test.each([
    'task-rejected',
    'task-stream-failures',
    'task-action-dead-letters',
    'task-settle-failures',
    'notification-dead-letters',
  ])('anything in the queue %s raises one', (name) => {
    expect(alarm(`${name}-depth`)).toMatchObject({ threshold: 0, dimensions: { QueueName: `prod-blueprint-${name}` } });
  });

  test.each(['task-action-queue', 'notification-queue'])('a message that waits too long in %s raises one', (name) => {
    expect(alarm(`${name}-age`)).toMatchObject({
      metric_name: 'ApproximateAgeOfOldestMessage',
      threshold: alarms.thresholds.oldestMessageSeconds,
    });
  });

  test.each(MACHINES)('executions of %s that end badly raise one', (name) => {
    for (const metric of ['ExecutionsFailed', 'ExecutionsTimedOut', 'ExecutionsAborted']) {
      expect(alarm(`${name}-${metric}`).dimensions).toEqual({ StateMachineArn: machineArn(name) });
    }
  });

  test('a trigger that falls behind its stream raises one', () => {
    expect(alarm('task-trigger-iterator-age').threshold).toBe(alarms.thresholds.iteratorAgeMs);
  });

  test('are off where the environment says so', () => {
    expect(local.all('aws_cloudwatch_metric_alarm')).toEqual([]);
  });
});
