import { beforeEach, describe, expect, test } from '@jest/globals';
import { AwsError } from '../aws/error';
import type { JsonValue } from '../stepfunctions';
import { RecordedServices } from '../testing/recorded-services';
import { taskRequest } from '../testing/task-request';
import { callSdk, isSdkTask, sdkUnavailable } from './sdk-task';

let services: RecordedServices;

beforeEach(() => {
  services = new RecordedServices();
});

const call = (resource: string, args: JsonValue) => callSdk(taskRequest(`aws-sdk:${resource}`, args), services.parts);

test.each<[string, string | undefined, boolean]>([
  ['aws-sdk:s3:getObject', undefined, true],
  ['aws-sdk:s3:getObject', 'waitForTaskToken', true],
  ['aws-sdk:s3:getObject', 'sync', false],
  ['aws-sdk:s3:getNothing', undefined, false],
  ['aws-sdk:secretsmanager:listSecrets', undefined, true],
  ['aws-sdk:polly:synthesizeSpeech', undefined, false],
  ['aws-sdk:nothing:at', undefined, false],
])('%s with %s can be run: %s', (resource, pattern, supported) => {
  expect(isSdkTask(resource, pattern, services.models)).toBe(supported);
});

test('of a service that the local AWS does not have it says so, of no service nothing', () => {
  expect(sdkUnavailable('aws-sdk:polly:describeVoices', undefined, services.models)).toContain('does not have Polly');
  expect(sdkUnavailable('aws-sdk:nothing:at', undefined, services.models)).toBeUndefined();
});

describe('an SDK integration', () => {
  test('in JSON names members as the SDK does, and gives times as text', async () => {
    services.answers.push({ body: '{"logGroups":[{"logGroupName":"g","creationTime":1}]}' });
    const outcome = await call('cloudwatchlogs:describeLogGroups', { LogGroupNamePrefix: 'g' });
    expect(outcome).toEqual({ output: { LogGroups: [{ CreationTime: 1, LogGroupName: 'g' }] } });
    expect(services.requests).toMatchObject([{ body: '{"logGroupNamePrefix":"g"}', service: 'logs' }]);
    services.answers.push({ body: '{"SecretList":[{"ARN":"a","CreatedDate":1767225600}]}' });
    expect(await call('secretsmanager:listSecrets', {})).toEqual({
      output: { SecretList: [{ Arn: 'a', CreatedDate: '2026-01-01T00:00:00.000Z' }] },
    });
  });

  test('reads an object of S3: headers as members, the body last and as text', async () => {
    const headers = {
      'content-type': 'binary/octet-stream',
      'content-length': '9',
      etag: '"e"',
      'last-modified': 'Thu, 01 Jan 2026 00:00:00 GMT',
      'x-amz-meta-a': 'b',
    };
    services.answers.push({ headers, body: 'text data' });
    const outcome = await call('s3:getObject', { Bucket: 'b', Key: 'a folder/k(1)' });
    expect(JSON.stringify(outcome)).toBe(
      '{"output":{"ContentLength":9,"ContentType":"binary/octet-stream","ETag":"\\"e\\"",' +
        '"LastModified":"2026-01-01T00:00:00.000Z","Metadata":{"a":"b"},"Body":"text data"}}',
    );
    expect(services.requests).toMatchObject([{ method: 'GET', path: '/b/a%20folder/k%281%29', service: 's3' }]);
  });

  test.each<[JsonValue, string]>([
    ['text data', '"text data"'],
    [{ Dict: 'Value' }, '{"Dict":"Value"}'],
    [false, 'false'],
    [0, '0'],
  ])('writes the body %j to S3 as %s', async (Body, body) => {
    services.answers.push({ headers: { etag: '"e"' } });
    expect(await call('s3:putObject', { Bucket: 'b', Key: 'k', Body })).toEqual({ output: { ETag: '"e"' } });
    expect(String(services.requests[0]?.body)).toBe(body);
    expect(services.requests[0]?.headers).toEqual({ 'content-type': 'text/plain; charset=UTF-8' });
  });

  test('reads and writes the lists of S3', async () => {
    const contents = (key: string) => `<Contents><Key>${key}</Key><Size>1</Size></Contents>`;
    services.answers.push(
      {
        body: `<?xml version="1.0"?><ListBucketResult xmlns="x"><Name>b</Name>${contents('a&amp;b')}${contents('c')}</ListBucketResult>`,
      },
      { body: '<DeleteResult/>' },
    );
    expect(await call('s3:listObjectsV2', { Bucket: 'b', Prefix: 'p/' })).toEqual({
      output: {
        Contents: [
          { Key: 'a&b', Size: 1 },
          { Key: 'c', Size: 1 },
        ],
        Name: 'b',
      },
    });
    await call('s3:deleteObjects', { Bucket: 'b', Delete: { Objects: [{ Key: '<k>' }] } });
    expect(services.requests).toMatchObject([
      { path: '/b', query: { 'list-type': '2', prefix: 'p/' } },
      { method: 'POST', query: { delete: '' } },
    ]);
    expect(services.requests[1]?.body).toBe(
      '<Delete xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Object><Key>&#60;k&#62;</Key></Object></Delete>',
    );
  });

  test('reads and writes the query protocol', async () => {
    services.answers.push({
      body: '<R><ListTopicsResult><Topics><member><TopicArn>t</TopicArn></member></Topics></ListTopicsResult></R>',
    });
    expect(await call('sns:listTopics', {})).toEqual({ output: { Topics: [{ TopicArn: 't' }] } });
    await call('iam:tagRole', { RoleName: 'r', Tags: [{ Key: 'k', Value: 'v' }] });
    expect(services.requests[1]?.body).toBe(
      'Action=TagRole&Version=2010-05-08&RoleName=r&Tags.member.1.Key=k&Tags.member.1.Value=v',
    );
    await call('ec2:describeInstances', { Filters: [{ Name: 'n', Values: ['v'] }], InstanceIds: ['i'] });
    expect(services.requests[2]?.body).toBe(
      'Action=DescribeInstances&Version=2016-11-15&Filter.1.Name=n&Filter.1.Value.1=v&InstanceId.1=i',
    );
  });

  test('spreads members over path, query and body in REST', async () => {
    services.answers.push({ statusCode: 200, body: '{"a":1}', headers: { 'x-amz-executed-version': '1' } });
    expect(await call('lambda:invoke', { FunctionName: 'f', Qualifier: '1', Payload: { b: 2 } })).toEqual({
      output: { ExecutedVersion: '1', Payload: '{"a":1}', StatusCode: 200 },
    });
    expect(services.requests).toMatchObject([
      { method: 'POST', path: '/2015-03-31/functions/f/invocations', query: { Qualifier: '1' }, service: 'lambda' },
    ]);
    expect(String(services.requests[0]?.body)).toBe('{"b":2}');
  });

  test.each<[string, JsonValue, AwsError, string, string]>([
    [
      's3:getObject',
      { Bucket: 'b', Key: 'k' },
      new AwsError('NoSuchKey', 'The specified key does not exist.', 404, 'id'),
      'S3.NoSuchKeyException',
      'The specified key does not exist. (Service: S3, Status Code: 404, Request ID: id, Extended Request ID: ',
    ],
    [
      'dynamodb:putItem',
      { TableName: 't', Item: {} },
      new AwsError('ValidationException', 'no', 400, 'id'),
      'DynamoDb.DynamoDbException',
      'no (Service: DynamoDb, Status Code: 400, Request ID: id) (SDK Attempt Count: 1)',
    ],
    [
      'secretsmanager:createSecret',
      { Name: 'a b' },
      new AwsError('ValidationException', 'Invalid name.', 400, 'id'),
      'SecretsManager.SecretsManagerException',
      'Invalid name. (Service: SecretsManager, Status Code: 400, Request ID: id)',
    ],
  ])('%s fails with the names that AWS gives', async (resource, args, refusal, error, cause) => {
    services.answers.push(refusal);
    expect(await call(resource, args)).toMatchObject({ error, cause: expect.stringContaining(cause) });
  });

  test.each([
    [
      'dynamodb:putItem',
      { TableName: 't', Key: {} },
      'DynamoDb.DynamoDbException',
      "1 validation error detected: Value null at 'item' failed to satisfy constraint: Member must not be null (Service:",
    ],
    [
      'ecs:deleteService',
      { Cluster: 'c' },
      'Ecs.EcsException',
      "1 validation error detected: Value null at 'service' failed to satisfy constraint: Member must not be null (Service:",
    ],
    ['sqs:sendMessage', { QueueUrl: 'u' }, 'Sqs.SqsException', 'The request must contain the parameter MessageBody. '],
  ])('%s is not made without what it needs', async (resource, args, error, cause) => {
    expect(await call(resource, args)).toMatchObject({ error, cause: expect.stringContaining(cause) });
    expect(services.requests).toEqual([]);
  });

  test('is not made with members that the SDK does not have', async () => {
    expect(await call('cloudwatchlogs:describeLogGroups', { logGroupNamePrefix: 'g' })).toMatchObject({
      cause: expect.stringContaining("The field 'logGroupNamePrefix' is not supported by Step Functions"),
    });
  });
});
