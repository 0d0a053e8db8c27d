import { type Rules, unless } from '../rule';
import { nested } from '../stack';

const STAGE = 'aws_apigatewayv2_stage';

export const apiRules = {
  'api-logged': {
    demands: 'A stage of an API logs each request.',
    why: 'Functions see none that was refused or throttled.',
    page: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging.html',
    matches: ['trivy AWS-0001', 'cdk-nag AwsSolutions-APIG1'],
    check: (stack) =>
      unless(
        stack.all(STAGE),
        ({ args }) => {
          const { destination_arn, format } = nested(args, 'access_log_settings');
          return destination_arn !== undefined && format !== undefined;
        },
        'logs no requests',
      ),
  },
  'api-throttled': {
    demands: 'A stage of an API takes so many requests a second.',
    why: 'One client would use up the concurrency of every function of the account.',
    page: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-throttling.html',
    matches: [],
    check: (stack) =>
      unless(
        stack.all(STAGE),
        ({ args }) => {
          const { throttling_rate_limit, throttling_burst_limit } = nested(args, 'default_route_settings');
          return Number(throttling_rate_limit ?? 0) > 0 && Number(throttling_burst_limit ?? 0) > 0;
        },
        'takes as many requests as the account may',
      ),
  },
  'api-route-authorized': {
    demands: 'A route of an API asks who is calling.',
    why: 'A route says nothing by default, and then answers everybody.',
    page: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-access-control.html',
    matches: ['checkov CKV_AWS_309', 'cdk-nag AwsSolutions-APIG4'],
    check: (stack) =>
      stack
        .all('aws_apigatewayv2_route')
        .filter(({ args }) => ['NONE', undefined].includes(args.authorization_type as string | undefined))
        .map(({ address, args }) => ({ resource: address, problem: `answers everybody at ${args.route_key}` })),
  },
} satisfies Rules;
