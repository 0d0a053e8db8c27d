import { environment } from '@blueprint/env';
import { type Credentials, ROOT_CREDENTIALS } from '@blueprint/local/aws/credentials';
import { COLLECTOR } from '@blueprint/local/testing/collector';
import type { Grant } from '@blueprint/local/testing/local-account';
import { RunningAws } from '@blueprint/local/testing/running-aws';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { EnvironmentArns } from '../environment-arns';
import type { PolicyPart } from '../github-role';
import { writeStorage } from './write-storage';
import { writeWorkflows } from './write-workflows';

const env = environment('local');
const OWN = { Environment: env.name, Application: env.app };
const REFUSED = { code: 'AccessDeniedException' };
const running = new RunningAws(env.region);

async function kms(operation: string, input: object, credentials: Credentials = ROOT_CREDENTIALS) {
  const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': `TrentService.${operation}` };
  const request = { service: 'kms', method: 'POST', path: '/', headers, body: JSON.stringify(input) };
  return JSON.parse((await running.account.client.rest(request, credentials)).body.toString() || '{}');
}

function tags(values: Readonly<Record<string, string>>) {
  return Object.entries(values).map(([TagKey, TagValue]) => ({ TagKey, TagValue }));
}

async function newKey(values: Readonly<Record<string, string>>, credentials?: Credentials): Promise<string> {
  const { KeyMetadata } = await kms('CreateKey', { Tags: tags(values) }, credentials);
  return KeyMetadata.KeyId;
}

/** Takes a role that may do what the role of applies may. */
async function take(name: string, { statements }: PolicyPart): Promise<Credentials> {
  const grants = statements.map(({ Action, Resource, Condition }) => [Action, Resource, Condition] as unknown as Grant);
  return running.account.assume(await running.account.role(name, 'lambda.amazonaws.com', ...grants));
}

describe('a role that writes storage', () => {
  let role: Credentials;

  beforeAll(async () => {
    role = await take('storage-writer', writeStorage(new EnvironmentArns(env)));
  });

  test('makes a key with the tags of the environment, and rotates it', async () => {
    const KeyId = await newKey({ ...OWN, Owner: 'platform' }, role);
    await kms('EnableKeyRotation', { KeyId }, role);
    await kms('TagResource', { KeyId, Tags: tags({ Owner: 'somebody' }) }, role);
    expect((await kms('ListResourceTags', { KeyId })).Tags).toEqual(tags({ ...OWN, Owner: 'somebody' }));
  });

  test('makes no key with the tags of another environment, or with none', async () => {
    await expect(newKey({ ...OWN, Environment: 'other' }, role)).rejects.toMatchObject(REFUSED);
    await expect(kms('CreateKey', {}, role)).rejects.toMatchObject(REFUSED);
  });

  test('makes no key with tags without the right to tag every key', async () => {
    const condition = { StringEquals: { 'aws:RequestTag/Environment': env.name } };
    const maker = await running.account.role('maker', 'lambda.amazonaws.com', [['kms:CreateKey'], ['*'], condition]);
    await expect(newKey(OWN, await running.account.assume(maker))).rejects.toMatchObject(REFUSED);
  });

  test.each([
    ['another environment', { ...OWN, Environment: 'other' }],
    ['another application', { ...OWN, Application: 'other' }],
  ])('takes no key from %s', async (_, theirs) => {
    const KeyId = await newKey(theirs);
    await expect(kms('TagResource', { KeyId, Tags: tags(OWN) }, role)).rejects.toMatchObject(REFUSED);
    for (const [operation, input] of [
      ['EnableKeyRotation', {}],
      ['PutKeyPolicy', { PolicyName: 'default', Policy: '{}' }],
      ['ScheduleKeyDeletion', {}],
    ] as const)
      await expect(kms(operation, { KeyId, ...input }, role)).rejects.toMatchObject(REFUSED);
  });
});

describe('a role that writes workflows', () => {
  const FN = `${env.name}-${env.app}-reader`;
  let role: Credentials;
  let queues = 0;

  async function newMapping(Tags: Readonly<Record<string, string>>, credentials?: Credentials): Promise<string> {
    queues += 1;
    const QueueName = `${FN}-${queues}`;
    await running.account.json('sqs', 'CreateQueue', { QueueName });
    const EventSourceArn = running.account.arn('sqs', QueueName);
    const mapping = { FunctionName: FN, EventSourceArn, Enabled: false, Tags };
    const made = await running.account.lambda('POST', '/2015-03-31/event-source-mappings', mapping, credentials);
    return `/2017-03-31/tags/${encodeURIComponent(String(made.EventSourceMappingArn))}`;
  }

  beforeAll(async () => {
    const read = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'];
    await running.account.fn(FN, COLLECTOR, {}, [read, [running.account.arn('sqs', `${FN}-*`)]]);
    role = await take('workflow-writer', writeWorkflows(new EnvironmentArns(env)));
  });

  test('makes a mapping with the tags of the environment, and changes its other tags', async () => {
    const tagsOf = await newMapping({ ...OWN, Owner: 'platform' }, role);
    await running.account.lambda('POST', tagsOf, { Tags: { Owner: 'somebody' } }, role);
    expect((await running.account.lambda('GET', tagsOf)).Tags).toEqual({ ...OWN, Owner: 'somebody' });
    await running.account.lambda('DELETE', `${tagsOf}?tagKeys=Owner`, undefined, role);
    expect((await running.account.lambda('GET', tagsOf)).Tags).toEqual(OWN);
  });

  test('makes no mapping with other tags, and changes none of another environment', async () => {
    const theirs = { ...OWN, Environment: 'other' };
    await expect(newMapping(theirs, role)).rejects.toMatchObject(REFUSED);
    const tagsOf = await newMapping(theirs);
    await expect(running.account.lambda('POST', tagsOf, { Tags: OWN }, role)).rejects.toMatchObject(REFUSED);
    await expect(
      running.account.lambda('DELETE', `${tagsOf}?tagKeys=Environment`, undefined, role),
    ).rejects.toMatchObject(REFUSED);
  });
});
