import type { Finding, Rules } from '../rule';
import { type Arguments, listOf, nested, type Stack } from '../stack';

/** The arguments that name a resource within its account. */
const NAMES: Readonly<Record<string, string>> = {
  aws_apigatewayv2_api: 'name',
  aws_cloudwatch_event_rule: 'name',
  aws_cloudwatch_log_group: 'name',
  aws_cloudwatch_metric_alarm: 'alarm_name',
  aws_dynamodb_table: 'name',
  aws_iam_policy: 'name',
  aws_iam_role: 'name',
  aws_kms_alias: 'name',
  aws_lambda_function: 'function_name',
  aws_s3_bucket: 'bucket',
  aws_sfn_activity: 'name',
  aws_sfn_state_machine: 'name',
  aws_sns_topic: 'name',
  aws_sqs_queue: 'name',
};

/** What AWS wants before some names. */
const FOLDERS = /^(\/aws\/(lambda|vendedlogs\/\w+)\/|alias\/)/;

function misnamed({ address, type, args }: ReturnType<Stack['all']>[number], prefix: string): Finding[] {
  const argument = NAMES[type];
  if (argument === undefined) return [];
  const name = String(args[argument] ?? '');
  return name.replace(FOLDERS, '').startsWith(prefix) ? [] : [{ resource: address, problem: `is called "${name}"` }];
}

/** Whether what a stack makes is encrypted with keys of the account: the bucket of its state is, too. */
function hasKeys(stack: Stack): boolean {
  return stack.all('aws_kms_key', 'aws_cloudwatch_log_group').some(({ type, args }) => {
    return type === 'aws_kms_key' || args.kms_key_id !== undefined;
  });
}

/** Terraform encrypts a state with a key of S3's where it is told to and given no key; where it isn't told, the bucket's key does. */
function misencrypted(stack: Stack, { encrypt, kms_key_id }: Arguments): string[] {
  if (!hasKeys(stack)) return encrypt === true ? [] : ['state is not encrypted'];
  if (encrypt === undefined || (encrypt === true && kms_key_id !== undefined)) return [];
  return ['state is not encrypted with the key of its bucket'];
}

function unsafeState(stack: Stack, backend: Arguments): string[] {
  if (!('s3' in backend)) return ['state lies in no bucket'];
  const s3 = nested(backend, 's3');
  const { use_lockfile, allowed_account_ids } = s3;
  return [
    ...misencrypted(stack, s3),
    ...(use_lockfile === true ? [] : ['state has no lock']),
    ...(listOf(allowed_account_ids).length === 1 ? [] : ['state may be of any account']),
  ];
}

export const stackRules = {
  'stack-of-one-account': {
    demands: 'A stack may be deployed into one account.',
    why: 'Whoever has the wrong credentials in their terminal changes nothing.',
    page: 'https://docs.aws.amazon.com/wellarchitected/latest/security-pillar/sec_securely_operate_multi_accounts.html',
    matches: [],
    check: ({ provider }) =>
      listOf(provider.allowed_account_ids).length === 1
        ? []
        : [{ resource: 'provider', problem: 'takes any account that it has credentials for' }],
  },
  'stack-tagged': {
    demands: 'Each resource is tagged with its environment, its application and its owner.',
    why: 'Costs are counted by tags, and whoever finds a resource knows whom to ask.',
    page: 'https://docs.aws.amazon.com/whitepapers/latest/tagging-best-practices/tagging-best-practices.html',
    matches: [],
    check: ({ defaultTags }) =>
      ['Environment', 'Application', 'Owner']
        .filter((tag) => !defaultTags[tag])
        .map((tag) => ({ resource: 'provider', problem: `gives no tag ${tag}` })),
  },
  'stack-state-kept': {
    demands: 'The state of a stack lies in a bucket of its account, locked, and encrypted as the bucket is.',
    why: 'Two who apply at once ruin it, and it holds secrets in clear.',
    page: 'https://docs.aws.amazon.com/prescriptive-guidance/latest/terraform-aws-provider-best-practices/backend.html',
    matches: [],
    check: (stack) =>
      unsafeState(stack, nested(stack.json.terraform ?? {}, 'backend')).map((problem) => ({
        resource: 'backend',
        problem,
      })),
  },
  'resource-named': {
    demands: 'The name of a resource begins with its environment and application.',
    why: 'Policies and alarms are bound to that prefix, and two environments never meet.',
    page: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html',
    matches: [],
    check: (stack) => {
      const { Environment, Application } = stack.defaultTags;
      return stack.all().flatMap((one) => misnamed(one, `${Environment}-${Application}-`));
    },
  },
  'stack-without-credentials': {
    demands: 'A stack holds neither endpoints nor credentials.',
    why: 'It is promoted from one environment to the next, and read by many.',
    page: 'https://docs.aws.amazon.com/prescriptive-guidance/latest/terraform-aws-provider-best-practices/security.html',
    matches: ['checkov CKV_AWS_41'],
    check: ({ provider }) =>
      ['access_key', 'secret_key', 'token', 'endpoints']
        .filter((name) => name in provider)
        .map((name) => ({ resource: 'provider', problem: `has ${name}` })),
  },
} satisfies Rules;
