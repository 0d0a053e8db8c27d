import { lint } from '@blueprint/asl';
import { describe, expect, test } from '@jest/globals';
import { rights, synthesizeAll } from '../testing/synthesized';
import { POWERTOOLS, WorkflowFunctions } from '../testing/workflow-functions';
import { eventIntake } from './definition';

const { stack } = synthesizeAll();
const local = stack('local-workflows');
const prod = stack('prod-workflows');
const arn = (service: string, resource: string) => `arn:aws:${service}:ap-northeast-1:000000000000:${resource}`;
const queue = local.address('aws_sqs_queue', 'name', 'local-blueprint-event-intake-kept');

describe('the function', () => {
  const functions = new WorkflowFunctions(local, 'local-blueprint-event-intake-');

  test('is one', () => {
    expect(functions.handlers()).toEqual(['http']);
  });

  test('may start the workflow, and nothing else', () => {
    expect(functions.rights('http')).toEqual(
      [
        ...functions.logsAndTraces('http'),
        `states:StartExecution on ${arn('states', 'stateMachine:local-blueprint-event-intake')}`,
      ].sort(),
    );
  });

  test('gets the variables that it reads', () => {
    expect(Object.keys(functions.variables('http')).sort()).toEqual(
      [...POWERTOOLS, 'MACHINES_ARN', 'TENANT_CLAIM'].sort(),
    );
    expect(functions.variables('http').MACHINES_ARN).toBe(arn('states', 'stateMachine:local-blueprint-'));
  });
});

describe('the machine', () => {
  test('is an Express one, and has nothing for the lint to say', () => {
    expect(local.one('aws_sfn_state_machine', 'name', 'local-blueprint-event-intake').type).toBe('EXPRESS');
    const settings = { tableName: 't', keptUrl: 'u', source: 's', alarmAboveCelsius: 1 };
    expect(lint(eventIntake(settings), { type: 'EXPRESS' })).toEqual([]);
  });

  test('may put rows and events and keep what it can’t do, and nothing else', () => {
    const narrow = local.statements('local-blueprint-event-intake').filter(({ Resource }) => !Resource.includes('*'));
    const table = `\${data.terraform_remote_state.storage.outputs.readings_name}`;
    expect(rights(narrow)).toEqual([
      `dynamodb:PutItem on ${arn('dynamodb', `table/${table}`)}`,
      `events:PutEvents on ${arn('events', 'event-bus/default')}`,
      `sqs:SendMessage on \${${queue}.arn}`,
    ]);
  });

  test('may use the key of the queue and the table where they have one of ours', () => {
    const uses = prod.statements('prod-blueprint-event-intake').filter(({ Sid }) => Sid.startsWith('Key'));
    expect(uses.map(({ Sid }) => Sid)).toEqual(['KeyOfTables', 'KeyOfQueues']);
  });
});

test('the table of readings is the storage stack’s, and its rows leave', () => {
  const table = stack('prod-storage').one('aws_dynamodb_table', 'name', 'prod-blueprint-readings');
  expect(table.ttl).toEqual({ attribute_name: 'ttl', enabled: true });
});

test('in production, a batch that lies in the queue raises an alarm, and so does an execution that failed', () => {
  const alarms = prod.those('aws_cloudwatch_metric_alarm', 'alarm_name', 'prod-blueprint-event-intake-');
  expect(alarms.map(({ alarm_name }) => String(alarm_name).replace('prod-blueprint-event-intake-', '')).sort()).toEqual(
    ['ExecutionsAborted', 'ExecutionsFailed', 'ExecutionsTimedOut', 'http-Errors', 'http-Throttles', 'kept-depth'],
  );
});
