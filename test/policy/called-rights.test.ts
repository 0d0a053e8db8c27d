import { expect, test } from '@jest/globals';
import { uncalledRights } from './called-rights';
import { allow, policy } from './fixtures/documents';
import { type Arguments, Stack } from './stack';

/** A function with these rights, which reads a queue and sends what it can't handle to another one. */
function withRights(...statements: readonly Arguments[]): Stack {
  return new Stack('prod-it', {
    provider: { aws: [{ default_tags: [{ tags: { Environment: 'prod', Application: 'it' } }] }] },
    resource: {
      aws_lambda_function: { it: { function_name: 'prod-it-mail-send', role: '${aws_iam_role.it.arn}' } },
      aws_iam_role: { it: {} },
      aws_iam_role_policy: { it: { role: '${aws_iam_role.it.name}', policy: policy(...statements) } },
      aws_lambda_event_source_mapping: {
        it: { function_name: '${aws_lambda_function.it.arn}', event_source_arn: 'arn:jobs' },
      },
      aws_lambda_function_event_invoke_config: {
        it: {
          function_name: '${aws_lambda_function.it.function_name}',
          destination_config: { on_failure: { destination: 'arn:failures' } },
        },
      },
    },
  });
}

const script = 'a("GetItem");b("TransactWriteItems");c("GetObject")';
const scriptOf = (name: string) => (name === 'mail-send' ? script : undefined);

test('a right that no line of the script calls is found', () => {
  const stack = withRights(allow(['dynamodb:GetItem', 'dynamodb:Query', 'sqs:SendMessage'], 'arn:it'));
  expect(uncalledRights(stack, scriptOf)).toEqual([
    { resource: 'aws_lambda_function.it', problem: 'may dynamodb:Query, and never calls it' },
    { resource: 'aws_lambda_function.it', problem: 'may sqs:SendMessage, and never calls it' },
  ]);
});

test('rights of another name, and those that Lambda uses, are called', () => {
  const stack = withRights(
    allow(['dynamodb:PutItem', 's3:GetObjectVersion', 's3:ListBucket', 'logs:PutLogEvents'], 'arn:it'),
    allow('sqs:ReceiveMessage', 'arn:jobs'),
    allow('sqs:SendMessage', 'arn:failures'),
  );
  expect(uncalledRights(stack, scriptOf)).toEqual([]);
});

test('a function without a script is no function that calls nothing', () => {
  expect(uncalledRights(withRights(), () => undefined)).toHaveLength(1);
});
