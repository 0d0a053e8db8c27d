import { beforeEach, expect, test } from '@jest/globals';
import type { Caller } from '../identity/caller';
import type { LocalRequest } from './http';
import { observe } from './observers';

let heard: string[];
let remembered: { accessKeyId: string; caller: Caller }[];

beforeEach(() => {
  heard = [];
  remembered = [];
});

function pass(service: string, request: Partial<LocalRequest>, answer: { statusCode: number; body: string }) {
  const whole = {
    method: 'POST',
    url: '/',
    path: '/',
    query: new URLSearchParams(),
    headers: {},
    body: Buffer.alloc(0),
    signal: new AbortController().signal,
    ...request,
  };
  return observe(service, whole, answer, {
    sessions: {
      remember: ({ accessKeyId }, caller) => void remembered.push({ accessKeyId, caller }),
      forgetRoles: () => void heard.push('roles'),
    },
    authorizer: { forgetDecisions: () => void heard.push('decisions') },
    roleTrust: { forget: () => void heard.push('trust') },
    functions: { changed: async ({ FunctionName = '' }) => void heard.push(`function ${FunctionName}`) },
    rules: { forget: () => void heard.push('rules') },
    alarms: { complete: (_request, response) => response },
  });
}

const iam = (action: string) => ({ body: Buffer.from(`Action=${action}&RoleName=r`) });
const ok = { statusCode: 200, body: '' };

test('an IAM write drops decisions and trust policies, a read does not', async () => {
  await pass('iam', iam('PutRolePolicy'), ok);
  await pass('iam', iam('GetRolePolicy'), ok);
  expect(heard).toEqual(['decisions', 'trust']);
});

test('a role made anew has no old sessions', async () => {
  await pass('iam', iam('DeleteRole'), ok);
  expect(heard).toEqual(['decisions', 'trust', 'roles']);
});

test('writes of Lambda and EventBridge are heard, reads and failures are not', async () => {
  await pass('lambda', { method: 'PUT' }, { statusCode: 200, body: '{"FunctionName":"f"}' });
  await pass('lambda', { method: 'DELETE' }, { statusCode: 204, body: '' });
  await pass('lambda', { method: 'GET' }, ok);
  await pass('lambda', { method: 'PUT' }, { statusCode: 404, body: '' });
  await pass('events', { headers: { 'x-amz-target': 'AWSEvents.PutTargets' } }, ok);
  await pass('events', { headers: { 'x-amz-target': 'AWSEvents.ListRules' } }, ok);
  expect(heard).toEqual(['function f', 'function ', 'rules']);
});

test.each(['AssumeRole', 'AssumeRoleWithWebIdentity'])(
  'keys that %s gives out are remembered with whom they stand for',
  async (action) => {
    const body = '<AccessKeyId>K</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken>';
    const form = `Action=${action}&RoleArn=arn%3Aaws%3Aiam%3A%3A000000000000%3Arole%2Fr&RoleSessionName=me`;
    await pass('sts', { body: Buffer.from(form) }, { statusCode: 200, body });
    expect(remembered).toMatchObject([
      { accessKeyId: 'K', caller: { arn: 'arn:aws:sts::000000000000:assumed-role/r/me' } },
    ]);
  },
);
