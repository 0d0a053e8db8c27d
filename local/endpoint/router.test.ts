import { describe, expect, test } from '@jest/globals';
import { route } from './router';

const signed = (service: string) => ({
  authorization: `AWS4-HMAC-SHA256 Credential=test/20260130/ap-northeast-1/${service}/aws4_request, SignedHeaders=host, Signature=0`,
});
const at = (method: string, url: string, headers: { [name: string]: string } = {}) => route({ method, url, headers });

describe('route', () => {
  test('by the API that is addressed, whatever the signature names', () => {
    expect(at('GET', '/_aws/execute-api/abc/v1/a?b=c', signed('execute-api'))).toEqual({
      to: 'httpApi',
      address: { apiId: 'abc', path: '/v1/a' },
    });
    expect(at('GET', '/a', { host: 'abc.execute-api.localhost:4600' })).toMatchObject({ to: 'httpApi' });
  });

  test('by target', () => {
    expect(at('POST', '/', { 'x-amz-target': 'AWSStepFunctions.StartExecution' })).toEqual({
      to: 'stepFunctions',
      operation: 'StartExecution',
    });
    expect(at('POST', '/', { 'x-amz-target': 'AWSEvents.PutEvents' })).toEqual({ to: 'putEvents' });
    expect(at('POST', '/', { 'x-amz-target': 'AmazonSQS.SendMessageBatch' })).toEqual({
      to: 'queueBatch',
      operation: 'SendMessageBatch',
    });
    expect(at('POST', '/', { 'x-amz-target': 'AmazonSQS.SendMessage', ...signed('sqs') })).toEqual({ to: 'ministack' });
  });

  test('by path', () => {
    const arn = 'arn:aws:lambda:ap-northeast-1:000000000000:function:f';
    expect(at('POST', `/2015-03-31/functions/${encodeURIComponent(arn)}/invocations?Qualifier=1`)).toEqual({
      to: 'invoke',
      functionReference: arn,
    });
    expect(at('GET', '/2015-03-31/event-source-mappings/?FunctionName=f')).toEqual({ to: 'eventSourceMappings' });
    expect(at('GET', '/2017-03-31/tags/arn%3Aaws%3Alambda%3Ar%3A0%3Aevent-source-mapping%3Au')).toEqual({
      to: 'eventSourceMappings',
    });
  });

  test('by the service that the signature names', () => {
    expect(at('POST', '/', signed('iam'))).toEqual({ to: 'observed', service: 'iam' });
    expect(at('GET', '/v2/apis', signed('apigateway'))).toEqual({ to: 'apiGateway' });
    expect(at('PUT', '/bucket/key', signed('s3'))).toEqual({ to: 'ministack' });
    expect(at('GET', '/2017-03-31/tags/arn:aws:lambda:r:0:function:f', signed('lambda'))).toEqual({
      to: 'observed',
      service: 'lambda',
    });
    expect(at('GET', '/bucket/key')).toEqual({ to: 'ministack' });
    const form = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' };
    expect(at('POST', '/', form)).toEqual({ to: 'observed', service: 'sts' });
    expect(at('POST', '/bucket', form)).toEqual({ to: 'ministack' });
  });
});
