import { type Finding, type Rules, unless } from '../rule';
import { type Arguments, blocks, listOf, nested, type Resource, type Stack } from '../stack';
import { scheduled } from './event-rules';

const FUNCTION = 'aws_lambda_function';

/** Runtimes that AWS patches for at least a year from when this list was written. */
const CURRENT_RUNTIMES = ['nodejs22.x', 'nodejs24.x', 'python3.12', 'python3.13', 'python3.14', 'provided.al2023'];

/** What a variable is called that holds a secret; one that says where it lies is called `…_PARAMETER`, `…_ARN` or `…_NAME`. */
const SECRET_NAME =
  /(^|_)(SECRET|PASSWORD|PASSWD|TOKEN|CREDENTIALS?|PRIVATE_KEY|API_KEY|ACCESS_KEY)(?!.*_(PARAMETER|ARN|NAME)$)/i;

/** Access keys of AWS, private keys, JSON Web Tokens, and URLs with a password. */
const SECRET_VALUE = /\b(AKIA|ASIA)[A-Z2-7]{16}\b|-----BEGIN|\beyJ[\w-]+\.eyJ|:\/\/[^/\s:@]+:[^/\s:@]+@/;

/** Functions that something invokes without waiting for the answer, and that nothing invokes again by itself. */
function asynchronous(stack: Stack): Resource[] {
  const named = [
    ...stack.all('aws_cloudwatch_event_target').filter((target) => !scheduled(stack, target)),
    ...stack.all('aws_sns_topic_subscription').map(({ args }) => ({ args: { arn: args.endpoint } })),
    ...stack
      .all('aws_s3_bucket_notification')
      .flatMap(({ args }) => blocks(args, 'lambda_function'))
      .map((args) => ({ args: { arn: args.lambda_function_arn } })),
  ].map(({ args }) => stack.referred(args.arn));
  return stack.all(FUNCTION).filter((one) => named.includes(one));
}

function keepsFailures(stack: Stack, lambda: Resource): boolean {
  const destinations = stack
    .referring('aws_lambda_function_event_invoke_config', 'function_name', lambda)
    .map(({ args }) => nested(nested(args, 'destination_config'), 'on_failure').destination);
  return [...destinations, nested(lambda.args, 'dead_letter_config').target_arn].some((arn) => arn !== undefined);
}

function secretsIn(lambda: Resource): Finding[] {
  const variables = nested(nested(lambda.args, 'environment'), 'variables');
  return Object.entries(variables)
    .filter(([name, value]) => (SECRET_NAME.test(name) && value !== '') || SECRET_VALUE.test(String(value)))
    .map(([name]) => ({ resource: lambda.address, problem: `has what looks like a secret in ${name}` }));
}

/** Why a permission lets others in than one resource of this account, if it does. */
function openTo({ principal, source_arn, source_account, function_url_auth_type }: Arguments): string | undefined {
  if (function_url_auth_type === 'NONE') return 'lets anybody invoke by URL';
  if (principal === '*') return 'lets anybody invoke';
  const service = String(principal).endsWith('.amazonaws.com');
  const named = source_arn !== undefined && !/^(\*|arn:aws:[^:]*:[^:]*:[^:]*:\*)$/.test(String(source_arn));
  return service && !named && source_account === undefined ? 'names no source of the service’s calls' : undefined;
}

export const functionRules = {
  'function-runtime-current': {
    demands: 'A function runs on a runtime that AWS patches.',
    why: 'After its end, a runtime gets no security fixes, and then functions on it can’t be changed.',
    page: 'https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html',
    matches: ['checkov CKV_AWS_363', 'cdk-nag AwsSolutions-L1'],
    check: (stack) =>
      unless(
        stack.all(FUNCTION),
        ({ args }) => args.package_type === 'Image' || CURRENT_RUNTIMES.includes(String(args.runtime)),
        'runs on a runtime that is deprecated, or will be soon',
      ),
  },
  'function-traced': {
    demands: 'A function sends traces.',
    why: 'A slow or failing call is found among dozens of functions.',
    page: 'https://docs.aws.amazon.com/lambda/latest/dg/services-xray.html',
    matches: ['checkov CKV_AWS_50', 'trivy AWS-0066'],
    check: (stack) =>
      unless(stack.all(FUNCTION), ({ args }) => nested(args, 'tracing_config').mode === 'Active', 'sends no traces'),
  },
  'function-logs-declared': {
    demands: 'A function writes to a log group that the stack declares.',
    why: 'Lambda makes one otherwise, which keeps everything for ever, encrypted with no key of the account.',
    page: 'https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-loggroups.html',
    matches: [],
    check: (stack) =>
      unless(
        stack.all(FUNCTION),
        ({ args }) => stack.referred(nested(args, 'logging_config').log_group)?.type === 'aws_cloudwatch_log_group',
        'writes to a log group that nobody declared',
      ),
  },
  'function-failures-kept': {
    demands:
      'A function that events invoke keeps those that it could not handle. What a schedule invokes comes again by itself.',
    why: 'Lambda drops an event after two more attempts, and nobody is told.',
    page: 'https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html',
    matches: ['checkov CKV_AWS_116', 'cdk-nag NIST.800.53.R5-LambdaDLQ'],
    check: (stack) =>
      unless(asynchronous(stack), (lambda) => keepsFailures(stack, lambda), 'drops events that it can’t handle'),
  },
  'function-environment-without-secrets': {
    demands: 'No variable of a function holds a secret: it holds the name of the parameter that does.',
    why: 'Whoever may look at the function, the stack or its state reads its variables.',
    page: 'https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html',
    matches: ['checkov CKV_AWS_45'],
    check: (stack) => stack.all(FUNCTION).flatMap(secretsIn),
  },
  'function-invoked-by-known-source': {
    demands: 'A permission to invoke a function names the resource or account that a service calls for.',
    why: 'Anybody’s API or rule of the same service could invoke it otherwise.',
    page: 'https://docs.aws.amazon.com/lambda/latest/dg/permissions-function-services.html',
    matches: ['checkov CKV_AWS_301', 'checkov CKV_AWS_364', 'trivy AWS-0067'],
    check: (stack) =>
      stack.all('aws_lambda_permission').flatMap(({ address, args }) => {
        const problem = openTo(args);
        return problem === undefined ? [] : [{ resource: address, problem }];
      }),
  },
  'event-target-failures-kept': {
    demands:
      'A rule’s target keeps the events that could not be delivered. Those of a schedule come again by themselves.',
    why: 'EventBridge drops what it could not deliver for a day.',
    page: 'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html',
    matches: [],
    check: (stack) =>
      unless(
        stack.all('aws_cloudwatch_event_target').filter((target) => !scheduled(stack, target)),
        ({ args }) => listOf(nested(args, 'dead_letter_config').arn).length > 0,
        'drops what it could not deliver',
      ),
  },
} satisfies Rules;
