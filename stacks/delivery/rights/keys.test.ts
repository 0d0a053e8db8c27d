import { environment } from '@blueprint/env';
import { type Credentials, ROOT_CREDENTIALS } from '@blueprint/local/aws/credentials';
import type { Grant } from '@blueprint/local/testing/local-account';
import { RunningAws } from '@blueprint/local/testing/running-aws';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { EnvironmentArns } from '../environment-arns';
import { writeStorage } from './write-storage';

const env = environment('local');
const OWN = { Environment: env.name, Application: env.app };
const REFUSED = { code: 'AccessDeniedException' };
const running = new RunningAws();

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

describe('a role that writes storage', () => {
  let role: Credentials;

  beforeAll(async () => {
    const { statements } = writeStorage(new EnvironmentArns(env));
    const grants = statements.map(
      ({ Action, Resource, Condition }) => [Action, Resource, Condition] as unknown as Grant,
    );
    role = await running.account.assume(await running.account.role('writer', 'lambda.amazonaws.com', ...grants));
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
