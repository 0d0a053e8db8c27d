import { describe, expect, test } from '@jest/globals';
import { lint } from './lint';
import { alone, fields, messages } from './testing/linted';

describe('a resource identifier', () => {
  const token = ['$', '{TfToken[TOKEN.12]}'].join('');
  const invoke = (FunctionName: string) => ({
    ...fields,
    Resource: 'arn:aws:states:::lambda:invoke',
    Arguments: { FunctionName },
  });
  const why =
    'and what a workflow acts on must be a literal or a token, so that its policy can name it. To act on one of several, choose between states.';

  test.each([
    ['a literal', 'check'],
    ['a token', token],
    ['an ARN with a token in it', `arn:aws:lambda:x:${token}:function:f`],
  ])('may be %s', (_, identifier) => {
    expect(lint(alone(invoke(identifier)))).toEqual([]);
  });

  test.each(['{% $states.input.function %}', '$.function'])('may not be %s', (identifier) => {
    expect(messages(alone(invoke(identifier)))).toEqual([`State "s": FunctionName is "${identifier}", ${why}`]);
  });

  test.each(['$.f', "States.Format('{}-f', $.env)"])('may not be JSONPath by its key: %s', (path) => {
    const task = { ...fields, Resource: 'arn:aws:states:::lambda:invoke', Arguments: { 'FunctionName.$': path } };
    expect(messages(alone(task))).toEqual([`State "s": FunctionName.$ is "${path}", ${why}`]);
  });

  const calling = (api: string, Arguments: object) => ({ ...fields, Resource: `arn:aws:states:::${api}`, Arguments });
  const account = 'ap-northeast-1:123456789012';

  test.each([
    ['dynamodb:deleteItem', { TableName: '*', Key: {} }, 'TableName'],
    ['dynamodb:deleteItem', { TableName: 'T*', Key: {} }, 'TableName'],
    ['dynamodb:deleteItem', { TableName: 'order?', Key: {} }, 'TableName'],
    ['lambda:invoke', { FunctionName: '*' }, 'FunctionName'],
    ['lambda:invoke', { FunctionName: `arn:aws:lambda:x:${token}:function:*` }, 'FunctionName'],
    ['aws-sdk:s3:deleteObject', { Bucket: '*', Key: 'k' }, 'Bucket'],
    ['aws-sdk:s3:copyObject', { Bucket: 'b', Key: 'k', CopySource: '*/k' }, 'CopySource'],
    ['sns:publish', { TopicArn: '*', Message: '' }, 'TopicArn'],
    ['sns:publish', { TopicArn: `arn:aws:sns:${account}:*`, Message: '' }, 'TopicArn'],
    ['states:startExecution', { StateMachineArn: `arn:aws:states:${account}:stateMachine:*` }, 'StateMachineArn'],
    ['events:putEvents', { Entries: [{ Detail: {}, EventBusName: '*' }] }, 'Entries[0].EventBusName'],
    ['aws-sdk:ec2:stopInstances', { InstanceIds: ['i-*'] }, 'InstanceIds'],
  ])('may not be a pattern: %s %j', (api, given, argument) => {
    const found = lint(alone(calling(api, given))).filter(({ rule }) => rule === 'resource-identifier');
    expect(found.map(({ message }) => message)).toEqual([
      expect.stringMatching(
        /^State "s": .* is ".*", and IAM takes \* and \? for any other characters: .*\. Name the one resource\.$/,
      ),
    ]);
    expect(found[0]?.message).toContain(`State "s": ${argument} is`);
  });

  test('may have the version of an object to copy', () => {
    const copy = { Bucket: 'b', Key: 'k', CopySource: 'source/key?versionId=3' };
    expect(lint(alone(calling('aws-sdk:s3:copyObject', copy)))).toEqual([]);
  });

  test('is looked for inside other arguments too', () => {
    const events = {
      ...fields,
      Resource: 'arn:aws:states:::events:putEvents',
      Arguments: { Entries: [{ Detail: {}, EventBusName: '{% $states.input.bus %}' }] },
    };
    const batch = {
      ...fields,
      Resource: 'arn:aws:states:::aws-sdk:dynamodb:batchGetItem',
      Arguments: { RequestItems: '{% $states.input.keys %}' },
      Output: {},
    };
    const container = {
      ...fields,
      Resource: 'arn:aws:states:::ecs:runTask',
      Arguments: { TaskDefinition: 't', Overrides: { TaskRoleArn: '{% $states.input.role %}' } },
    };
    const madeEntry = { ...events, Arguments: { Entries: ['{% $states.input.entry %}'] } };
    const transaction = (TransactItems: unknown) => ({
      ...fields,
      Resource: 'arn:aws:states:::aws-sdk:dynamodb:transactWriteItems',
      Arguments: { TransactItems },
    });
    expect(messages(alone(madeEntry))[0]).toContain('Entries[0] is "{% $states.input.entry %}"');
    expect(lint(alone(transaction('{% $x %}'))).map(({ rule }) => rule)).toContain('resource-identifier');
    expect(lint(alone(transaction(['{% $x %}']))).map(({ rule }) => rule)).toContain('resource-identifier');
    expect(lint(alone(transaction([{ Put: '{% $x %}' }]))).map(({ rule }) => rule)).toContain('resource-identifier');
    expect(messages(alone(events))[0]).toContain('Entries[0].EventBusName is "{% $states.input.bus %}"');
    expect(messages(alone(batch))[0]).toContain('RequestItems is "{% $states.input.keys %}"');
    expect(messages(alone(container))[0]).toContain('Overrides.TaskRoleArn is');
  });

  test('is the role that a Task is called with, and the buckets of a Distributed Map', () => {
    const credentials = { ...invoke('f'), Credentials: { RoleArn: '{% $states.input.role %}' } };
    const map = {
      Type: 'Map',
      ItemReader: {
        Resource: 'arn:aws:states:::s3:getObject',
        ReaderConfig: { InputType: 'JSON' },
        Arguments: { Bucket: '{% $states.input.bucket %}', Key: '{% $states.input.key %}' },
      },
      ItemProcessor: {
        ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
        StartAt: 'i',
        States: { i: { Type: 'Succeed' } },
      },
      ResultWriter: { Resource: 'arn:aws:states:::s3:putObject', Arguments: { Bucket: '{% $states.input.bucket %}' } },
      End: true,
    };
    expect(messages(alone(credentials))[0]).toContain('Credentials.RoleArn is');
    expect(messages(alone(map)).map((message) => message.split(' is ')[0])).toEqual([
      'State "s": ItemReader.Arguments.Bucket',
      'State "s": ResultWriter.Arguments.Bucket',
    ]);
  });
});
