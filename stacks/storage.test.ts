import { environment } from '@blueprint/env';
import { readModels } from '@blueprint/lambdas';
import { describe, expect, test } from '@jest/globals';
import { synthesizeAll } from './testing/synthesized';
import { ownStorage } from './workflows';

const { stack } = synthesizeAll();
const local = stack('local-storage');
const prod = stack('prod-storage');

describe('tables', () => {
  test.each(['commands', 'data', 'history', ...Object.keys(readModels), ...Object.keys(ownStorage.tables)])(
    '%s is billed by request and can be restored to any second',
    (name) => {
      expect(prod.one('aws_dynamodb_table', 'name', `prod-blueprint-${name}`)).toMatchObject({
        billing_mode: 'PAY_PER_REQUEST',
        hash_key: 'pk',
        range_key: 'sk',
        point_in_time_recovery: { enabled: true },
      });
    },
  );

  test('none has a local secondary index', () => {
    for (const table of prod.all('aws_dynamodb_table')) expect(table.local_secondary_index).toBeUndefined();
  });

  test('commands has a stream of new images, a TTL and a sparse index of keys', () => {
    expect(prod.one('aws_dynamodb_table', 'name', 'prod-blueprint-commands')).toMatchObject({
      stream_enabled: true,
      stream_view_type: 'NEW_IMAGE',
      ttl: { attribute_name: 'ttl', enabled: true },
      attribute: ['pk', 'sk', 'open', 'acceptedAt'].map((name) => ({ name, type: 'S' })),
      global_secondary_index: [
        { name: 'open-index', hash_key: 'open', range_key: 'acceptedAt', projection_type: 'KEYS_ONLY' },
      ],
    });
  });

  test('data and history never forget a row', () => {
    const lasting = prod.all('aws_dynamodb_table').filter(({ ttl }) => ttl === undefined);
    const own = Object.keys(ownStorage.tables).map((name) => `prod-blueprint-${name}`);
    expect(lasting.map(({ name }) => name).filter((name) => !own.includes(String(name)))).toEqual([
      'prod-blueprint-data',
      'prod-blueprint-history',
    ]);
  });

  test('are protected from deletion by DynamoDB and by Terraform where the environment says so', () => {
    for (const table of prod.all('aws_dynamodb_table')) {
      expect(table).toMatchObject({ deletion_protection_enabled: true, lifecycle: { prevent_destroy: true } });
    }
    for (const table of local.all('aws_dynamodb_table')) {
      expect(table).toMatchObject({ deletion_protection_enabled: false });
      expect(table.lifecycle).toBeUndefined();
    }
  });
});

describe('encryption', () => {
  const key = `\${aws_kms_key.${Object.keys(prod.json.resource?.aws_kms_key ?? {})[0]}.arn}`;

  test('with kms: one rotated key with an alias, on every table and bucket', () => {
    expect(prod.all('aws_kms_key')).toMatchObject([
      { enable_key_rotation: true, deletion_window_in_days: 30, lifecycle: { prevent_destroy: true } },
    ]);
    expect(prod.all('aws_kms_alias')).toMatchObject([{ name: 'alias/prod-blueprint-data' }]);
    for (const table of prod.all('aws_dynamodb_table')) {
      expect(table.server_side_encryption).toEqual({ enabled: true, kms_key_arn: key });
    }
    for (const { rule } of prod.all('aws_s3_bucket_server_side_encryption_configuration')) {
      expect(rule).toEqual([
        {
          apply_server_side_encryption_by_default: { sse_algorithm: 'aws:kms', kms_master_key_id: key },
          bucket_key_enabled: true,
        },
      ]);
    }
  });

  test("the key's policy leaves use to IAM, and lets in three services for this project's resources only", () => {
    const { Statement } = JSON.parse(String(prod.all('aws_kms_key')[0]?.policy));
    expect(Statement.map(({ Principal, Condition }: Record<string, unknown>) => ({ Principal, Condition }))).toEqual([
      { Principal: { AWS: 'arn:aws:iam::333333333333:root' } },
      {
        Principal: { Service: 'logs.ap-northeast-1.amazonaws.com' },
        Condition: {
          ArnLike: {
            'kms:EncryptionContext:aws:logs:arn': [
              'arn:aws:logs:ap-northeast-1:333333333333:log-group:/aws/lambda/prod-blueprint-*',
              'arn:aws:logs:ap-northeast-1:333333333333:log-group:/aws/vendedlogs/states/prod-blueprint-*',
              'arn:aws:logs:ap-northeast-1:333333333333:log-group:/aws/vendedlogs/apis/prod-blueprint-*',
            ],
          },
        },
      },
      {
        Principal: { Service: 'events.amazonaws.com' },
        Condition: {
          ArnLike: { 'aws:SourceArn': 'arn:aws:events:ap-northeast-1:333333333333:rule/prod-blueprint-*' },
        },
      },
      {
        Principal: { Service: 's3.amazonaws.com' },
        Condition: {
          ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::prod-blueprint-*' },
          StringEquals: { 'aws:SourceAccount': '333333333333' },
        },
      },
    ]);
  });

  test('without kms: no key, and the keys that AWS owns', () => {
    expect(local.all('aws_kms_key')).toEqual([]);
    expect(local.all('aws_dynamodb_table').filter((table) => table.server_side_encryption)).toEqual([]);
    expect(local.all('aws_s3_bucket_server_side_encryption_configuration')[0]?.rule).toEqual([
      { apply_server_side_encryption_by_default: { sse_algorithm: 'AES256' } },
    ]);
  });
});

describe('buckets', () => {
  test('are named after the account', () => {
    const names = ['assets', ...Object.keys(ownStorage.buckets)];
    expect(
      prod
        .all('aws_s3_bucket')
        .map(({ bucket }) => bucket)
        .sort(),
    ).toEqual(names.map((name) => `prod-blueprint-${name}-333333333333`).sort());
  });

  test('each has versions, no public access, no ACLs, and refuses plain HTTP', () => {
    const buckets = prod.all('aws_s3_bucket').length;
    const everyBucket = (type: string, expected: object) =>
      expect(prod.all(type)).toEqual(Array.from({ length: buckets }, () => expect.objectContaining(expected)));
    everyBucket('aws_s3_bucket_versioning', { versioning_configuration: { status: 'Enabled' } });
    everyBucket('aws_s3_bucket_ownership_controls', { rule: { object_ownership: 'BucketOwnerEnforced' } });
    everyBucket('aws_s3_bucket_public_access_block', {
      block_public_acls: true,
      block_public_policy: true,
      ignore_public_acls: true,
      restrict_public_buckets: true,
    });
    for (const { bucket, policy } of prod.all('aws_s3_bucket_policy')) {
      const arn = String(bucket).replace('.id}', '.arn}');
      expect(JSON.parse(String(policy)).Statement).toEqual([
        {
          Sid: 'TlsOnly',
          Effect: 'Deny',
          Principal: '*',
          Action: 's3:*',
          Resource: [arn, `${arn}/*`],
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        },
      ]);
    }
  });

  test('clear away replaced versions and unfinished uploads; assets do not expire', () => {
    const clearAway = {
      id: 'clear-away',
      status: 'Enabled',
      filter: [{ prefix: '' }],
      noncurrent_version_expiration: [{ noncurrent_days: environment('prod').retention.objects?.noncurrentDays }],
      abort_incomplete_multipart_upload: [{ days_after_initiation: 7 }],
    };
    const rule = (name: string) => {
      const bucket = prod.address('aws_s3_bucket', 'bucket', `prod-blueprint-${name}-333333333333`);
      return prod.one('aws_s3_bucket_lifecycle_configuration', 'bucket', `\${${bucket}.id}`).rule;
    };
    expect(rule('assets')).toEqual([clearAway]);
  });

  test('have no lifecycle where the environment has none', () => {
    expect(local.all('aws_s3_bucket_lifecycle_configuration')).toEqual([]);
  });

  test('can be destroyed with what is in them only where nothing is protected', () => {
    for (const bucket of prod.all('aws_s3_bucket')) {
      expect(bucket).toMatchObject({ force_destroy: false, lifecycle: { prevent_destroy: true } });
    }
    for (const bucket of local.all('aws_s3_bucket')) expect(bucket.force_destroy).toBe(true);
  });
});
