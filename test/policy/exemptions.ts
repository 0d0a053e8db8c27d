import { logDelivery, tracing } from '@blueprint/asl/permissions/observability';
import { EXEMPTIONS } from '@blueprint/stacks/constructs/exemptions';
import type { PolicyExemption } from '@blueprint/stacks/policy-exemption';
import { RIGHT_USED } from './rights';

/** Of what is not one workflow's own. One that answers nothing any more is an error: delete it. */
export const SHARED_EXEMPTIONS: readonly PolicyExemption[] = [
  {
    rules: [
      ...['bucket-customer-key', 'table-customer-key', 'log-group-customer-key'],
      ...['CKV_AWS_145', 'CKV_AWS_119', 'CKV_AWS_158'],
    ],
    stacks: ['local-*', 'dev-*'],
    reason: 'The data is made up, and a key costs money each month: `kms` in the environment’s file.',
  },
  {
    rules: ['data-kept-from-deletion'],
    stacks: ['local-*', 'dev-*'],
    reason:
      'The data is made up, and the environment is there to be destroyed and made anew: `protection` in its file.',
  },
  {
    rules: ['machine-logs-without-data'],
    stacks: ['local-*', 'dev-*', 'stg-*'],
    reason: 'Whoever looks for a mistake wants to see the data, which is of no real person: `executionDataInLogs`.',
  },
  {
    rules: ['machine-alarmed', 'function-alarmed', 'stream-alarmed', 'queue-alarmed'],
    stacks: ['local-*', 'dev-*'],
    reason: 'Developers break things there, and watch them while they do: `alarms` in the environment’s file.',
  },
  {
    rules: ['function-alarmed'],
    stacks: ['stg-*', 'prod-*'],
    resources: ['aws_lambda_function.api_functions_*'],
    reason:
      'It answers what it did not foresee with 500, and a throttled request is answered 503: the alarm on 5xx sees both.',
  },
  {
    rules: ['alarm-tells-somebody'],
    stacks: ['stg-*', 'prod-*'],
    reason:
      'Nobody is known yet who could be told: name a topic in `alarms.topicArn` of the environment, then delete this.',
  },
  {
    rules: ['bucket-cleared', 'CKV2_AWS_61'],
    stacks: ['local-*'],
    reason: 'Terraform waits a minute for a lifecycle, and nothing there outlives the process: `retention.objects`.',
  },
  {
    rules: ['stack-state-kept'],
    stacks: ['local-*'],
    reason:
      'The local AWS is gone with its process: the state lies in a file of the project, and is forgotten with it.',
  },
  {
    rules: ['api-route-authorized', 'CKV_AWS_309'],
    resources: ['aws_apigatewayv2_route.api_http_getOpenApi-route_*'],
    reason:
      'The document says what the API is like, and of no tenant anything: clients are made from it before they have a token.',
  },
  ...[...EXEMPTIONS, { Action: logDelivery.actions, reason: String(logDelivery.reason) }].map(({ Action, reason }) => ({
    rules: ['policy-names-resources'],
    stacks: ['*-workflows'],
    problems: Action.map((action) => `allows ${action} on *`),
    reason,
  })),
  {
    rules: ['policy-names-resources'],
    stacks: ['*-workflows'],
    problems: tracing.actions
      .filter((action) => action.startsWith('xray:Get'))
      .map((action) => `allows ${action} on *`),
    reason: String(tracing.reason),
  },
  {
    rules: [RIGHT_USED],
    problems: ['xray:* on *'],
    reason: 'The local AWS has no X-Ray.',
  },
  {
    rules: [RIGHT_USED],
    resources: ['*-api-http'],
    problems: ['s3:GetObject on */api/openapi.json'],
    reason: 'Nobody asks for the document in a run; `npm run test:api` begins with it.',
  },
];
