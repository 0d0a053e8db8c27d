import { expect, test } from '@jest/globals';
import { References } from './references';

const references = new References(
  {
    workflows: {
      resource: {
        aws_lambda_function: { order_pay_1: { function_name: 'dev-shop-order-pay' } },
        aws_lambda_alias: {
          live_6: { name: 'live', function_name: `\${aws_lambda_function.order_pay_1.function_name}` },
        },
        aws_sns_topic: { order_topic_2: { name: 'dev-shop-orders' } },
        aws_apigatewayv2_api: { api_http_3: { name: 'dev-shop-api' } },
      },
    },
    storage: {
      resource: {
        aws_dynamodb_table: { orders_4: { name: 'dev-shop-orders' } },
        aws_s3_bucket: { images_5: { bucket: 'dev-shop-images-1' } },
      },
      output: {
        // biome-ignore-start lint/suspicious/noTemplateCurlyInString: Terraform's templates
        orders_arn: { value: '${aws_dynamodb_table.orders_4.arn}' },
        orders_name: { value: 'dev-shop-orders' },
        images_arn: { value: '${aws_s3_bucket.images_5.arn}' },
        // biome-ignore-end lint/suspicious/noTemplateCurlyInString: Terraform's templates
      },
    },
  },
  { region: 'eu-west-1', account: '111111111111' },
);
const ref = (inner: string) => references.resolve(`\${${inner}}`);
const stored = (output: string) => ref(`data.terraform_remote_state.storage.outputs.${output}`);

test('a reference becomes what names make of it', () => {
  expect(ref('aws_lambda_function.order_pay_1.arn')).toBe(
    'arn:aws:lambda:eu-west-1:111111111111:function:dev-shop-order-pay',
  );
  expect(ref('aws_lambda_alias.live_6.arn')).toBe(
    'arn:aws:lambda:eu-west-1:111111111111:function:dev-shop-order-pay:live',
  );
  expect(ref('aws_sns_topic.order_topic_2.arn')).toBe('arn:aws:sns:eu-west-1:111111111111:dev-shop-orders');
  expect(ref('aws_sns_topic.order_topic_2.name')).toBe('dev-shop-orders');
});

test('one to the other stack goes through its outputs', () => {
  expect(stored('orders_name')).toBe('dev-shop-orders');
  expect(stored('orders_arn')).toBe('arn:aws:dynamodb:eu-west-1:111111111111:table/dev-shop-orders');
  expect(stored('images_arn')).toBe('arn:aws:s3:::dev-shop-images-1');
});

test('what AWS chooses is called after its resource', () => {
  expect(`${ref('aws_apigatewayv2_api.api_http_3.id')}.execute-api`).toBe('api-id.execute-api');
});

test('escaped templates are text', () => {
  expect(references.resolve('"$${a}" %%{ if }')).toBe(`"\${a}" %{ if }`);
});

test('a reference to nothing is an error', () => {
  expect(() => ref('aws_sns_topic.gone.arn')).toThrow('There is no resource aws_sns_topic.gone.arn.');
  expect(() => stored('gone')).toThrow(
    'The storage stack has no output for data.terraform_remote_state.storage.outputs.gone.',
  );
});
