import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { environment } from '@blueprint/env';
import { describe, expect, test } from '@jest/globals';
import { accountOf } from './account';

const folder = mkdtempSync(join(tmpdir(), 'account-'));
const config = join(folder, 'config');
const none = join(folder, 'none');
writeFileSync(
  config,
  `[default]
endpoint_url = http://127.0.0.1:1

[profile blueprint-stg]
region = ap-northeast-1

[profile blueprint-dev]
endpoint_url = http://127.0.0.1:4600
aws_access_key_id = test
`,
);
const inherited = {
  PATH: process.env.PATH,
  AWS_CONFIG_FILE: config,
  AWS_SHARED_CREDENTIALS_FILE: none,
  AWS_ACCESS_KEY_ID: 'another',
};

describe('the account of an environment is reached', () => {
  test('by the profile <app>-<env> where there is one, whatever keys are set', () => {
    const { client, variables } = accountOf(environment('dev'), inherited);
    expect(client).toEqual({ region: 'ap-northeast-1', profile: 'blueprint-dev', endpoint: 'http://127.0.0.1:4600' });
    expect(variables).toMatchObject({ AWS_PROFILE: 'blueprint-dev', AWS_REGION: 'ap-northeast-1' });
    expect(variables.AWS_ACCESS_KEY_ID).toBeUndefined();
  });

  test('at AWS itself where the profile names no endpoint', () => {
    expect(accountOf(environment('stg'), inherited).client).toEqual({
      region: 'ap-northeast-1',
      profile: 'blueprint-stg',
    });
  });

  test('by what every AWS client finds where there is none', () => {
    const { client, variables } = accountOf(environment('prod'), inherited);
    expect(client).toEqual({ region: 'ap-northeast-1' });
    expect(variables.AWS_PROFILE).toBeUndefined();
    expect(variables.AWS_ACCESS_KEY_ID).toBe('another');
  });
});
