import { environment } from '@blueprint/env';
import { describe, expect, test } from '@jest/globals';
import { rights, synthesizeAll } from '../testing/synthesized';
import { POWERTOOLS, WorkflowFunctions } from '../testing/workflow-functions';

const { stack } = synthesizeAll();
const local = stack('local-workflows');
const prod = stack('prod-workflows');

const stored = (output: string): string => `\${data.terraform_remote_state.storage.outputs.${output}}`;
const APPROVALS = stored('approvals_arn');
const TOPIC = `\${${local.address('aws_sns_topic', 'name', 'local-blueprint-approvals')}.arn}`;
const API = `\${${local.address('aws_apigatewayv2_api', 'name', 'local-blueprint-api')}.api_endpoint}`;

const answers = ['SendTaskFailure', 'SendTaskSuccess'].map(
  (action) => `states:${action} on arn:aws:states:ap-northeast-1:000000000000:stateMachine:local-blueprint-*`,
);
const rows = ['GetItem', 'UpdateItem'].map((action) => `dynamodb:${action} on ${APPROVALS}`);
const LINK_KEY = 'ssm:GetParameter on arn:aws:ssm:ap-northeast-1:000000000000:parameter/local/blueprint/approval-key';

/** What each handler may do beside logs and traces: exactly its AWS calls. */
const RIGHTS: Readonly<Record<string, readonly string[]>> = {
  request: [...rows, `sns:Publish on ${TOPIC}`, LINK_KEY, ...answers],
  http: [...rows, LINK_KEY, ...answers],
  remind: [
    `dynamodb:Query on ${APPROVALS}/index/open-index`,
    ...rows,
    `sns:Publish on ${TOPIC}`,
    LINK_KEY,
    ...answers,
    'states:DescribeExecution on arn:aws:states:ap-northeast-1:000000000000:execution:local-blueprint-*:*',
  ],
};

const COMMON = ['APPROVALS_TABLE', 'APPROVER_EMAILS', 'LINK_KEY_PARAMETER'];
const VARIABLES: Readonly<Record<string, readonly string[]>> = {
  request: [...COMMON, 'TOPIC_ARN', 'API_URL', 'EXPIRY_SECONDS', 'REMINDER_SECONDS', 'RETENTION_DAYS'],
  http: [...COMMON, 'TENANT_CLAIM'],
  remind: [...COMMON, 'TOPIC_ARN', 'API_URL', 'OPEN_INDEX', 'REMINDER_SECONDS', 'STUCK_AFTER_SECONDS'],
};
const NAMES = Object.keys(RIGHTS);

const functions = new WorkflowFunctions(local, 'local-blueprint-approval-');

test('there is one function per handler, and no other', () => {
  expect(functions.handlers()).toEqual([...NAMES].sort());
});

describe.each(NAMES)('approval/%s', (name) => {
  test('may do what it does, and nothing else', () => {
    expect(functions.rights(name)).toEqual([...functions.logsAndTraces(name), ...(RIGHTS[name] ?? [])].sort());
  });

  test('gets the variables it reads', () => {
    expect(Object.keys(functions.variables(name)).sort()).toEqual([...POWERTOOLS, ...(VARIABLES[name] ?? [])].sort());
  });
});

test('the values of variables come from the environment, the storage stack, the topic and the API', () => {
  const { approvals, retention } = environment('local');
  expect(functions.variables('request')).toMatchObject({
    APPROVALS_TABLE: stored('approvals_name'),
    APPROVER_EMAILS: JSON.stringify(approvals.approvers),
    LINK_KEY_PARAMETER: approvals.linkKeyParameter,
    TOPIC_ARN: TOPIC,
    API_URL: API,
    EXPIRY_SECONDS: String(approvals.expirySeconds),
    REMINDER_SECONDS: String(approvals.reminderSeconds),
    RETENTION_DAYS: String(retention.jobsDays),
  });
});

test('the page ends before API Gateway gives it up, so that its log says why', () => {
  expect(functions.of('http').timeout).toBe(29);
});

test('nobody but the functions of approvals may read the key of the links', () => {
  const readers = prod
    .all('aws_iam_role')
    .map(({ name }) => String(name))
    .filter((name) => rights(prod.statements(name)).some((right) => right.endsWith('/prod/blueprint/approval-key')));
  expect(readers.sort()).toEqual(['http', 'remind', 'request'].map((name) => `prod-blueprint-approval-${name}`));
});

test('with a customer managed key, who mails may encrypt through SNS', () => {
  const uses = (name: string) =>
    prod
      .statements(`prod-blueprint-approval-${name}`)
      .filter(({ Resource }) => Resource.includes(stored('key_arn')))
      .map(({ Sid, Action }) => [Sid, Action]);
  const topics = ['KeyOfTopics', ['kms:Decrypt', 'kms:GenerateDataKey']];
  expect(uses('request')).toContainEqual(topics);
  expect(uses('request')).toContainEqual(['KeyOfParameters', ['kms:Decrypt']]);
  expect(uses('remind')).toContainEqual(topics);
  expect(uses('http')).not.toContainEqual(topics);
});
