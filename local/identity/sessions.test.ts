import { beforeEach, describe, expect, test } from '@jest/globals';
import type { AwsClient } from '../aws/client';
import { VirtualClock } from '../stepfunctions';
import { Sessions } from './sessions';

const role = 'arn:aws:iam::000000000000:role/settle';
const signedBy = (accessKeyId: string, token?: string) => ({
  authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20260130/ap-northeast-1/states/aws4_request, SignedHeaders=host, Signature=0`,
  ...(token ? { 'x-amz-security-token': token } : {}),
});

describe('Sessions', () => {
  let clock: VirtualClock;
  let assumed: number;
  let sessions: Sessions;

  beforeEach(() => {
    clock = new VirtualClock(0);
    assumed = 0;
    const query = async () => {
      const n = ++assumed;
      return `<AccessKeyId>KEY${n}</AccessKeyId><SecretAccessKey>s${n}</SecretAccessKey><SessionToken>t${n}</SessionToken>`;
    };
    sessions = new Sessions({ client: { query } as unknown as AwsClient, clock, accountId: '000000000000' });
  });

  test('a session is shared while it lasts long enough, then renewed', async () => {
    const first = await sessions.assume(role, 'settle');
    clock.advance(39 * 60_000);
    expect(await sessions.assume(role, 'settle')).toBe(first);
    clock.advance(2 * 60_000);
    expect((await sessions.assume(role, 'settle')).credentials.accessKeyId).toBe('KEY2');
  });

  test('knows whom a key stands for', async () => {
    await sessions.assume(role, 'settle');
    expect(sessions.identify(signedBy('KEY1', 't1'))).toMatchObject({
      arn: 'arn:aws:sts::000000000000:assumed-role/settle/settle',
    });
    expect(sessions.identify(signedBy('test'))).toMatchObject({ kind: 'root' });
  });

  test('refuses a key nobody gave out, a session key without its token, and no signature', async () => {
    await sessions.assume(role, 'settle');
    expect(() => sessions.identify(signedBy('KEY9'))).toThrow('The security token included in the request is invalid.');
    expect(() => sessions.identify(signedBy('KEY1'))).toThrow('The security token included in the request is invalid.');
    expect(() => sessions.identify({})).toThrow('Missing Authentication Token');
  });
});
