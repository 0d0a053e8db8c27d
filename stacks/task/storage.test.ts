import { expect, test } from '@jest/globals';
import { synthesizeAll } from '../testing/synthesized';

const { stack } = synthesizeAll();

test('the stream of tasks tells of a change what was before', () => {
  expect(stack('prod-storage').one('aws_dynamodb_table', 'name', 'prod-blueprint-tasks')).toMatchObject({
    stream_view_type: 'NEW_AND_OLD_IMAGES',
    ttl: { attribute_name: 'ttl', enabled: true },
  });
});

// Another address would be another table, and what is in this one would be lost.
test('the table has the address in Terraform that it always had', () => {
  expect(stack('prod-storage').address('aws_dynamodb_table', 'name', 'prod-blueprint-tasks')).toBe(
    'aws_dynamodb_table.tasks_table_D29D0961',
  );
});
