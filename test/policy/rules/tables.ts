import { type Rules, unless } from '../rule';
import { nested } from '../stack';

const TABLE = 'aws_dynamodb_table';

export const tableRules = {
  'table-recoverable': {
    demands: 'A table can be brought back to any second of the last 35 days.',
    why: 'A faulty handler writes wrong rows as reliably as right ones.',
    page: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Point-in-time-recovery.html',
    matches: ['checkov CKV_AWS_28', 'trivy AWS-0024', 'cdk-nag AwsSolutions-DDB3'],
    check: (stack) =>
      unless(
        stack.all(TABLE),
        ({ args }) => nested(args, 'point_in_time_recovery').enabled === true,
        'has no point-in-time recovery',
      ),
  },
  'table-customer-key': {
    demands: 'A table is encrypted with a key of the account.',
    why: 'The key of AWS is used for whoever may read the table; one of the account has a policy and a log of its own.',
    page: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.howitworks.html',
    matches: ['checkov CKV_AWS_119', 'trivy AWS-0025'],
    check: (stack) =>
      unless(
        stack.all(TABLE),
        ({ args }) => {
          const { enabled, kms_key_arn } = nested(args, 'server_side_encryption');
          return enabled === true && kms_key_arn !== undefined;
        },
        'is encrypted with no key of the account',
      ),
  },
  'data-kept-from-deletion': {
    demands:
      'Tables, buckets and keys survive a plan that would destroy them; tables refuse to be deleted, buckets to be emptied.',
    why: 'A renamed construct is a deletion to Terraform.',
    page: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/WorkingWithTables.Basics.html#WorkingWithTables.Basics.DeletionProtection',
    matches: ['Security Hub DynamoDB.6'],
    check: (stack) =>
      unless(
        stack.all(TABLE, 'aws_s3_bucket', 'aws_kms_key'),
        ({ type, args }) =>
          nested(args, 'lifecycle').prevent_destroy === true &&
          (type !== TABLE || args.deletion_protection_enabled === true) &&
          args.force_destroy !== true,
        'may be deleted with what is in it',
      ),
  },
} satisfies Rules;
