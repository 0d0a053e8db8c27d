import { expect, test } from '@jest/globals';
import { rights, synthesizeAll } from '../testing/synthesized';

const { stack } = synthesizeAll();
const local = stack('local-workflows');
const prod = stack('prod-workflows');

const stored = (output: string): string => `\${data.terraform_remote_state.storage.outputs.${output}}`;

test('the machine may read and update the rows of its table and write logs and traces, and nothing else', () => {
  const granted = rights(local.statements('local-blueprint-schedule'));
  const table = `arn:aws:dynamodb:ap-northeast-1:000000000000:table/${stored('schedules_name')}`;
  expect(granted.filter((right) => !/^(logs|xray):/.test(right))).toEqual([
    `dynamodb:GetItem on ${table}`,
    `dynamodb:UpdateItem on ${table}`,
  ]);
});

test('with a customer managed key, it may use that through DynamoDB', () => {
  const uses = prod
    .statements('prod-blueprint-schedule')
    .filter(({ Resource }) => Resource.includes(stored('key_arn')));
  expect(uses).toMatchObject([
    { Sid: 'KeyOfTables', Condition: { StringEquals: { 'kms:ViaService': 'dynamodb.ap-northeast-1.amazonaws.com' } } },
  ]);
});

test('there is no function of it', () => {
  expect(local.those('aws_lambda_function', 'function_name', 'local-blueprint-schedule')).toEqual([]);
});

test('approvals lie in a table of their own, whose rows expire', () => {
  const table = stack('prod-storage').one('aws_dynamodb_table', 'name', 'prod-blueprint-schedules');
  expect(table).toMatchObject({ ttl: { attribute_name: 'ttl', enabled: true } });
  expect(table).not.toHaveProperty('stream_enabled');
});

test('where alarms are enabled, failed executions are watched', () => {
  const alarms = prod.all('aws_cloudwatch_metric_alarm').map(({ alarm_name }) => String(alarm_name));
  expect(alarms.filter((name) => name.startsWith('prod-blueprint-schedule-')).sort()).toEqual(
    ['Aborted', 'Failed', 'TimedOut'].map((end) => `prod-blueprint-schedule-Executions${end}`),
  );
});
