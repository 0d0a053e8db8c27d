import { environment } from '@blueprint/env';
import { describe, expect, test } from '@jest/globals';
import { synthesizeAll } from '../testing/synthesized';

const { stack } = synthesizeAll();
const local = stack('local-workflows');
const prod = stack('prod-workflows');
const address = prod.address('aws_sns_topic', 'name', 'prod-blueprint-approvals');

describe('the topic', () => {
  test('is encrypted, with the key of the environment where it has one', () => {
    const key = (of: typeof prod, name: string) => of.one('aws_sns_topic', 'name', name).kms_master_key_id;
    expect(key(prod, 'prod-blueprint-approvals')).toContain('.outputs.key_arn}');
    expect(key(local, 'local-blueprint-approvals')).toBe('alias/aws/sns');
  });

  test('is published to over TLS only', () => {
    const { policy } = prod.one('aws_sns_topic', 'name', 'prod-blueprint-approvals');
    expect(JSON.parse(String(policy)).Statement).toEqual([
      {
        Sid: 'TlsOnly',
        Effect: 'Deny',
        Principal: '*',
        Action: 'sns:Publish',
        Resource: 'arn:aws:sns:ap-northeast-1:333333333333:prod-blueprint-approvals',
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
    ]);
  });

  test('mails each approver what is for that approver alone', () => {
    const { approvers } = environment('prod').approvals;
    expect(prod.all('aws_sns_topic_subscription')).toEqual(
      approvers.map((endpoint) => ({
        topic_arn: `\${${address}.arn}`,
        protocol: 'email',
        endpoint,
        filter_policy: JSON.stringify({ approver: [endpoint] }),
      })),
    );
  });

  test('mails nobody where the environment says so', () => {
    expect(local.all('aws_sns_topic_subscription')).toEqual([]);
  });
});

test('the table has an index of what is due, and forgets', () => {
  expect(stack('prod-storage').one('aws_dynamodb_table', 'name', 'prod-blueprint-approvals')).toMatchObject({
    ttl: { attribute_name: 'ttl', enabled: true },
    global_secondary_index: [
      { name: 'open-index', hash_key: 'open', range_key: 'dueAt', projection_type: 'KEYS_ONLY' },
    ],
  });
});

test('the page is open to whoever has a link, and its function serves it', () => {
  for (const method of ['GET', 'POST']) {
    expect(prod.one('aws_apigatewayv2_route', 'route_key', `${method} /approvals/{id}`)).toMatchObject({
      authorization_type: 'NONE',
    });
  }
});

test('a sweep runs as often as the environment says, and is not repeated', () => {
  const minutes = environment('prod').reconcileMinutes;
  expect(prod.one('aws_cloudwatch_event_rule', 'name', 'prod-blueprint-approval-remind').schedule_expression).toBe(
    minutes === 1 ? 'rate(1 minute)' : `rate(${minutes} minutes)`,
  );
  const name = `\${${prod.liveFunction('prod-blueprint-approval-remind')}.function_name}`;
  expect(prod.one('aws_lambda_function_event_invoke_config', 'function_name', name).maximum_retry_attempts).toBe(0);
});

test('the machine waits longer than a request is open', () => {
  const { definition } = prod.one('aws_sfn_state_machine', 'name', 'prod-blueprint-approval');
  expect(JSON.parse(String(definition)).States.WaitForApproval.TimeoutSeconds).toBe(
    environment('prod').approvals.expirySeconds + 3_600,
  );
});

test('what is stuck raises an alarm, and so does a sweep that does not run', () => {
  expect(prod.one('aws_cloudwatch_metric_alarm', 'alarm_name', 'prod-blueprint-approval-stuck')).toMatchObject({
    namespace: 'prod-blueprint',
    metric_name: 'StuckApprovals',
    dimensions: { service: 'approval' },
    threshold: 0,
    evaluation_periods: 3,
    treat_missing_data: 'breaching',
  });
});
