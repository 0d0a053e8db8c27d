import { environment } from '@blueprint/env';
import { describe, expect, test } from '@jest/globals';
import { synthesizeAll } from '../testing/synthesized';

const { stack } = synthesizeAll();
const local = stack('local-workflows');
const prod = stack('prod-workflows');
const { concurrency, reconcileMinutes, alarms } = environment('prod');
const arnOf = (type: string, argument: string, value: string): string =>
  `\${${prod.address(type, argument, value)}.arn}`;
const queueArn = (name: string): string => arnOf('aws_sqs_queue', 'name', `prod-blueprint-command-${name}`);
const lambdaArn = (name: string): string => `\${${prod.liveFunction(`prod-blueprint-command-${name}`)}.arn}`;
const mappings = (from: typeof prod) =>
  from.all('aws_lambda_event_source_mapping').filter((one) => String(one.function_name).includes('.command_'));
const QUEUES = prod.those('aws_sqs_queue', 'name', 'prod-blueprint-command-');
const policyOf = (role: string): string =>
  prod.address('aws_iam_role_policy', 'role', `\${${prod.address('aws_iam_role', 'name', role)}.name}`);
const TRIGGER_POLICY = policyOf('prod-blueprint-command-trigger');

describe('the stream trigger', () => {
  test('reads inserted rows from the oldest on, in batches whose failed records are found and given up to a queue', () => {
    expect(mappings(prod)).toEqual([
      {
        event_source_arn: expect.stringContaining('.outputs.commands_stream_arn}'),
        function_name: lambdaArn('trigger'),
        starting_position: 'TRIM_HORIZON',
        filter_criteria: {
          filter: [
            {
              pattern:
                '{"eventName":["INSERT"],"dynamodb":{"Keys":{"sk":{"S":[{"anything-but":["REQUEST"]}]}},' +
                '"NewImage":{"settledAt":{"S":[{"exists":false}]}}}}',
            },
          ],
        },
        batch_size: concurrency.stream.batchSize,
        maximum_batching_window_in_seconds: concurrency.stream.windowSeconds,
        parallelization_factor: concurrency.stream.parallelization,
        function_response_types: ['ReportBatchItemFailures'],
        bisect_batch_on_function_error: true,
        maximum_retry_attempts: 10,
        maximum_record_age_in_seconds: 43_200,
        destination_config: { on_failure: { destination_arn: queueArn('stream-failures') } },
        depends_on: [TRIGGER_POLICY, prod.liveMachine('prod-blueprint-command-handler')],
      },
    ]);
  });

  test('reads as many batches at once as the environment says', () => {
    expect(mappings(local)).toMatchObject([
      { parallelization_factor: environment('local').concurrency.stream.parallelization },
    ]);
  });
});

describe('the queues', () => {
  test('keep what failed for 14 days', () => {
    expect(QUEUES.map(({ name, message_retention_seconds }) => [name, message_retention_seconds])).toEqual([
      ['prod-blueprint-command-rejected', 1_209_600],
      ['prod-blueprint-command-settle-failures', 1_209_600],
      ['prod-blueprint-command-stream-failures', 1_209_600],
    ]);
  });

  test('refuse plain HTTP; the one of settle takes what its rule could not deliver', () => {
    const policies = QUEUES.map(({ policy }) => JSON.parse(String(policy)).Statement);
    const arn = (name: string) => `arn:aws:sqs:ap-northeast-1:333333333333:prod-blueprint-command-${name}`;
    const tlsOnly = (name: string) => ({
      Sid: 'TlsOnly',
      Effect: 'Deny',
      Principal: '*',
      Action: 'sqs:*',
      Resource: arn(name),
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    });
    const rule = 'arn:aws:events:ap-northeast-1:333333333333:rule/prod-blueprint-command-execution-ended-badly';
    expect(policies).toEqual([
      [tlsOnly('rejected')],
      [
        tlsOnly('settle-failures'),
        {
          Sid: 'UndeliveredEvents',
          Effect: 'Allow',
          Principal: { Service: 'events.amazonaws.com' },
          Action: 'sqs:SendMessage',
          Resource: arn('settle-failures'),
          Condition: { ArnEquals: { 'aws:SourceArn': rule } },
        },
      ],
      [tlsOnly('stream-failures')],
    ]);
  });
});

describe('settle', () => {
  const name = 'prod-blueprint-command-execution-ended-badly';
  const rule = prod.address('aws_cloudwatch_event_rule', 'name', name);
  const machine = 'arn:aws:states:ap-northeast-1:333333333333:stateMachine:prod-blueprint-command-handler';

  test('hears of every execution of this machine that ended badly, and of no other', () => {
    expect(JSON.parse(String(prod.one('aws_cloudwatch_event_rule', 'name', name).event_pattern))).toEqual({
      source: ['aws.states'],
      'detail-type': ['Step Functions Execution Status Change'],
      detail: { status: ['FAILED', 'TIMED_OUT', 'ABORTED'], stateMachineArn: [machine] },
    });
  });

  test('is tried for a day, then the event lies in its queue', () => {
    expect(prod.one('aws_cloudwatch_event_target', 'rule', `\${${rule}.name}`)).toMatchObject({
      arn: lambdaArn('settle'),
      retry_policy: { maximum_retry_attempts: 185, maximum_event_age_in_seconds: 86_400 },
      dead_letter_config: { arn: queueArn('settle-failures') },
    });
  });

  test('events that it fails to handle lie in its queue too', () => {
    const lambda = prod.liveFunction('prod-blueprint-command-settle');
    expect(prod.one('aws_lambda_function_event_invoke_config', 'function_name', `\${${lambda}.function_name}`)).toEqual(
      {
        function_name: `\${${lambda}.function_name}`,
        qualifier: `\${${lambda}.name}`,
        maximum_retry_attempts: 2,
        maximum_event_age_in_seconds: 21_600,
        destination_config: { on_failure: { destination: queueArn('settle-failures') } },
        depends_on: [policyOf('prod-blueprint-command-settle')],
      },
    );
  });

  test('can be invoked by its rule alone', () => {
    const lambda = prod.liveFunction('prod-blueprint-command-settle');
    expect(prod.one('aws_lambda_permission', 'function_name', `\${${lambda}.function_name}`)).toEqual({
      statement_id: name,
      action: 'lambda:InvokeFunction',
      function_name: `\${${lambda}.function_name}`,
      qualifier: `\${${lambda}.name}`,
      principal: 'events.amazonaws.com',
      source_arn: `\${${rule}.arn}`,
    });
  });
});

describe('reconcile', () => {
  test.each(['prod', 'local'])('in %s runs on the schedule of the environment', (name) => {
    const rule = stack(`${name}-workflows`).one(
      'aws_cloudwatch_event_rule',
      'name',
      `${name}-blueprint-command-reconcile`,
    );
    const { reconcileMinutes: minutes } = environment(name);
    expect(rule.schedule_expression).toBe(minutes === 1 ? 'rate(1 minute)' : `rate(${minutes} minutes)`);
  });

  test('is not repeated: the next run comes soon', () => {
    const lambda = prod.liveFunction('prod-blueprint-command-reconcile');
    expect(
      prod.one('aws_lambda_function_event_invoke_config', 'function_name', `\${${lambda}.function_name}`),
    ).toMatchObject({ maximum_retry_attempts: 0, maximum_event_age_in_seconds: 60 });
  });
});

describe('alarms', () => {
  const alarm = (name: string) => prod.one('aws_cloudwatch_metric_alarm', 'alarm_name', `prod-blueprint-${name}`);

  test('are off where the environment says so', () => {
    expect(local.all('aws_cloudwatch_metric_alarm')).toEqual([]);
    expect(prod.all('aws_cloudwatch_metric_alarm').length).toBeGreaterThan(0);
  });

  test('a stuck command raises one, and so does a reconciler that does not report', () => {
    expect(alarm('command-stuck')).toMatchObject({
      namespace: 'prod-blueprint',
      metric_name: 'StuckCommands',
      dimensions: { service: 'command' },
      statistic: 'Maximum',
      comparison_operator: 'GreaterThanThreshold',
      threshold: 0,
      treat_missing_data: 'breaching',
      period: 60 * reconcileMinutes,
    });
    expect(alarm('command-oldest-open')).toMatchObject({
      metric_name: 'OldestOpenCommandAge',
      dimensions: { service: 'command' },
      threshold: alarms.thresholds.oldestOpenCommandSeconds,
    });
  });

  test.each(['rejected', 'stream-failures', 'settle-failures'])('anything in the queue %s raises one', (name) => {
    expect(alarm(`command-${name}-depth`)).toMatchObject({
      namespace: 'AWS/SQS',
      metric_name: 'ApproximateNumberOfMessagesVisible',
      dimensions: { QueueName: `prod-blueprint-command-${name}` },
      threshold: 0,
    });
  });

  test.each(['ExecutionsFailed', 'ExecutionsTimedOut', 'ExecutionsAborted'])('%s raises one', (metric) => {
    expect(alarm(`command-handler-${metric}`)).toMatchObject({
      namespace: 'AWS/States',
      metric_name: metric,
      dimensions: {
        StateMachineArn: 'arn:aws:states:ap-northeast-1:333333333333:stateMachine:prod-blueprint-command-handler',
      },
      threshold: 0,
    });
  });

  test('a trigger that falls behind its stream raises one', () => {
    expect(alarm('command-trigger-iterator-age')).toMatchObject({
      metric_name: 'IteratorAge',
      dimensions: { FunctionName: 'prod-blueprint-command-trigger' },
      threshold: alarms.thresholds.iteratorAgeMs,
    });
  });

  test('errors and throttles of each function raise one', () => {
    for (const { function_name } of prod.all('aws_lambda_function')) {
      const name = String(function_name).replace('prod-blueprint-', '');
      if (!name.startsWith('command-')) continue;
      expect(alarm(`${name}-Errors`)).toMatchObject({
        dimensions: { FunctionName: function_name },
        threshold: alarms.thresholds.functionErrors,
      });
      expect(alarm(`${name}-Throttles`)).toMatchObject({ dimensions: { FunctionName: function_name }, threshold: 0 });
    }
  });
});
