import { describe, expect, test } from '@jest/globals';
import { knownErrors } from '../testing/known-errors';
import { rights, synthesizeAll } from '../testing/synthesized';
import { POWERTOOLS, WorkflowFunctions } from '../testing/workflow-functions';
import { UNMENDABLE_ERRORS } from './definition';

const { stack } = synthesizeAll();
const local = stack('local-workflows');
const prod = stack('prod-workflows');

const stored = (output: string): string => `\${data.terraform_remote_state.storage.outputs.${output}}`;
const CASES = stored('cases_arn');

/** What each handler may do beside logs and traces: exactly its AWS calls. */
const RIGHTS: Readonly<Record<string, readonly string[]>> = {
  'open-case': [`dynamodb:UpdateItem on ${CASES}`],
  'assign-case': [`dynamodb:UpdateItem on ${CASES}`],
  'work-on-case': [`dynamodb:GetItem on ${CASES}`, `dynamodb:UpdateItem on ${CASES}`],
  'close-case': [`dynamodb:UpdateItem on ${CASES}`],
  'escalate-case': [`dynamodb:UpdateItem on ${CASES}`],
};
const NAMES = Object.keys(RIGHTS);

const functions = new WorkflowFunctions(local, 'local-blueprint-support-case-');

test('there is one function per handler, and no other', () => {
  expect(functions.handlers()).toEqual([...NAMES].sort());
});

describe.each(NAMES)('support-case/%s', (name) => {
  test('may do what it does, and nothing else', () => {
    expect(functions.rights(name)).toEqual([...functions.logsAndTraces(name), ...(RIGHTS[name] ?? [])].sort());
  });

  test('gets the variables it reads', () => {
    const own = name === 'close-case' ? ['CASES_TABLE', 'RETENTION_DAYS'] : ['CASES_TABLE'];
    expect(Object.keys(functions.variables(name)).sort()).toEqual([...POWERTOOLS, ...own].sort());
    expect(functions.variables(name)).toMatchObject({ CASES_TABLE: stored('cases_name') });
  });
});

test('the machine may invoke its functions and write logs and traces, and nothing else', () => {
  const arn = (name: string) => `\${${local.liveFunction(functions.nameOf(name))}.arn}`;
  const granted = rights(local.statements('local-blueprint-support-case'));
  expect(granted.filter((right) => right.startsWith('lambda:'))).toEqual(
    NAMES.map((name) => `lambda:InvokeFunction on ${arn(name)}`).sort(),
  );
  expect(granted.filter((right) => !/^(lambda|logs|xray):/.test(right))).toEqual([]);
});

test('cases lie in a table of their own, whose rows may expire', () => {
  const table = stack('prod-storage').one('aws_dynamodb_table', 'name', 'prod-blueprint-cases');
  expect(table).toMatchObject({ ttl: { attribute_name: 'ttl', enabled: true } });
  expect(table).not.toHaveProperty('stream_enabled');
});

test('where alarms are enabled, failed executions and each function are watched', () => {
  const alarms = prod.all('aws_cloudwatch_metric_alarm').map(({ alarm_name }) => String(alarm_name));
  const watched = ['support-case-ExecutionsFailed', ...NAMES.map((name) => `support-case-${name}-Errors`)];
  expect(alarms).toEqual(expect.arrayContaining(watched.map((name) => `prod-blueprint-${name}`)));
});

test('each error that the machine does not retry is one that the handlers know', () => {
  expect(knownErrors('support-case')).toEqual(expect.arrayContaining(UNMENDABLE_ERRORS));
});
