import { type Rules, unless } from '../rule';

const LOG_GROUP = 'aws_cloudwatch_log_group';

export const logAndKeyRules = {
  'log-group-ends': {
    demands: 'A log group keeps its lines for a number of days.',
    why: 'It keeps them for ever otherwise, and they are paid for by the month.',
    page: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Working-with-log-groups-and-streams.html',
    matches: ['checkov CKV_AWS_66', 'cdk-nag NIST.800.53.R5-CloudWatchLogGroupRetentionPeriod'],
    check: (stack) =>
      unless(stack.all(LOG_GROUP), ({ args }) => Number(args.retention_in_days ?? 0) > 0, 'keeps its lines for ever'),
  },
  'log-group-customer-key': {
    demands: 'A log group is encrypted with a key of the account.',
    why: 'Logs name tenants and what they did; the key’s policy and log say who may read them and who did.',
    page: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html',
    matches: ['checkov CKV_AWS_158', 'trivy AWS-0017', 'cdk-nag NIST.800.53.R5-CloudWatchLogGroupEncrypted'],
    check: (stack) =>
      unless(
        stack.all(LOG_GROUP),
        ({ args }) => args.kms_key_id !== undefined,
        'is encrypted with no key of the account',
      ),
  },
  'key-rotates': {
    demands: 'A key is rotated every year, and can be saved for 30 days after its deletion.',
    why: 'What one key has encrypted stays limited; and what a deleted key has encrypted is lost.',
    page: 'https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html',
    matches: ['checkov CKV_AWS_7', 'trivy AWS-0065', 'cdk-nag AwsSolutions-KMS5'],
    check: (stack) =>
      unless(
        stack.all('aws_kms_key'),
        ({ args }) => args.enable_key_rotation === true && Number(args.deletion_window_in_days ?? 30) === 30,
        'is not rotated, or deleted within a month',
      ),
  },
} satisfies Rules;
