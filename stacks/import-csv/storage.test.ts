import { environment } from '@blueprint/env';
import { expect, test } from '@jest/globals';
import { synthesizeAll } from '../testing/synthesized';

const { stack } = synthesizeAll();
const prod = stack('prod-storage');
const BUCKET = 'prod-blueprint-imports-333333333333';

test('the stream of rows tells what is new', () => {
  expect(prod.one('aws_dynamodb_table', 'name', 'prod-blueprint-import_tmp')).toMatchObject({
    stream_view_type: 'NEW_IMAGE',
    ttl: { attribute_name: 'ttl', enabled: true },
  });
});

test('files expire after the days that the environment says', () => {
  const bucket = `\${${prod.address('aws_s3_bucket', 'bucket', BUCKET)}.id}`;
  const { rule } = prod.one('aws_s3_bucket_lifecycle_configuration', 'bucket', bucket);
  const days = environment('prod').retention.objects?.importsDays;
  expect(rule).toEqual([expect.objectContaining({ expiration: [{ days }] })]);
});

// Others would be another table and another bucket, and what is in these would be lost.
test('table and bucket have the addresses in Terraform that they always had', () => {
  expect(prod.address('aws_dynamodb_table', 'name', 'prod-blueprint-import_tmp')).toBe(
    'aws_dynamodb_table.import-tmp_table_F24D55E0',
  );
  expect(prod.address('aws_s3_bucket', 'bucket', BUCKET)).toBe('aws_s3_bucket.imports_bucket_407A0CD4');
});
