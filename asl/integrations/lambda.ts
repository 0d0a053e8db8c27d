import type { Integrations } from './integration';
import { literal } from './read-arguments';

/** Lambda functions. A bare token as FunctionName stands for the function's ARN. */
export const lambda = {
  /** @see https://docs.aws.amazon.com/step-functions/latest/dg/connect-lambda.html */
  'lambda:invoke': {
    patterns: ['waitForTaskToken'],
    page: 'https://docs.aws.amazon.com/step-functions/latest/dg/lambda-iam.html',
    arguments: {
      FunctionName: 'identifier',
      Payload: 'json?',
      ClientContext: 'text?',
      InvocationType: 'text?',
      Qualifier: 'identifier?',
    },
    permissions(call, scope) {
      const name = literal(call, 'FunctionName');
      const arn = scope.identify(call.state, 'FunctionName', name, {
        service: 'lambda',
        resource: (functionName) => `function:${functionName}`,
        token: 'arn',
      });
      const qualified = call.arguments.Qualifier === undefined ? arn : `${arn}:${literal(call, 'Qualifier')}`;
      return [{ actions: ['lambda:InvokeFunction'], resources: [qualified] }];
    },
  },
} as const satisfies Integrations;
