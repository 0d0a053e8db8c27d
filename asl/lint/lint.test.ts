import { describe, expect, test } from '@jest/globals';
import type { AnyState, Workflow } from '../definition/workflow';
import { assertLinted, LintError, lint } from './lint';

const fields = {
  Type: 'Task',
  TimeoutSeconds: 10,
  Retry: [{ ErrorEquals: ['States.TaskFailed'] }],
  End: true,
} as const;
const alone = (state: unknown, name = 's'): Workflow => ({ StartAt: name, States: { [name]: state as AnyState } });
const messages = (workflow: Workflow): readonly string[] => lint(workflow).map(({ message }) => message);

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

describe('an expression', () => {
  const pass = (Output: string): Workflow => alone({ Type: 'Pass', Output: { a: [Output] }, End: true });

  test('that parses is right', () => {
    expect(lint(pass("{% $states.input.{ 'id': id } %}"))).toEqual([]);
    expect(lint(pass('100 %} of {% text'))).toEqual([]);
  });

  test('that does not parse is named with its place and the reason', () => {
    expect(messages(pass('{% $states.( %}'))).toEqual([
      'State "s": Output.a[0] does not parse: Expected ")" before end of expression at character 9, in {% $states.( %}',
    ]);
    expect(messages(pass('{%%}'))[0]).toContain('does not parse');
  });

  test.each(['{% $states.input', '{% $states.input }', '$states.input %}'])(
    'that lacks a delimiter would be taken as text: %s',
    (text) => {
      expect(messages(pass(text))[0]).toContain('Output.a[0] begins or ends as an expression, and is not one');
    },
  );

  test.each(["$eval('1')", "$eval('$states.result').Item", "'1' ~> $eval", "{'a': $map(['1'], $eval)}"])(
    'has no $eval: %s',
    (expression) => {
      expect(messages(pass(`{% ${expression} %}`))).toEqual([
        `State "s": Output.a[0] uses $eval, which Step Functions does not have, in {% ${expression} %}. Write the expression itself there.`,
      ]);
    },
  );

  test('is looked for in conditions, handlers and readers', () => {
    const choice = {
      StartAt: 'c',
      States: {
        c: { Type: 'Choice', Choices: [{ Condition: '{% ( %}', Next: 'd' }], Default: 'd' },
        d: { Type: 'Fail', Cause: '{% ) %}' },
      },
    } as const;
    expect(lint(choice).map(({ rule, state }) => [rule, state])).toEqual([
      ['jsonata-syntax', 'c'],
      ['jsonata-syntax', 'd'],
    ]);
  });
});

describe('a name', () => {
  const done = { Type: 'Succeed' };

  test('has 80 characters at most', () => {
    expect(lint(alone(done, 'x'.repeat(80)))).toEqual([]);
    expect(messages(alone(done, 'x'.repeat(81)))[0]).toMatch(/has a name of 81 characters, and AWS takes 1 to 80/);
    expect(messages(alone(done, ''))[0]).toMatch(/has a name of 0 characters/);
  });

  test('is there once, inner scopes included', () => {
    const twice = alone({ Type: 'Map', ItemProcessor: { StartAt: 's', States: { s: done } }, Output: {}, End: true });
    expect(messages(twice)).toEqual([
      'State "s" is there 2 times, and names are unique in a workflow, inner scopes included. Rename all but one.',
    ]);
  });

  test('of a map run has 40 characters at most', () => {
    const labelled = (Label: string): Workflow =>
      alone({
        Type: 'Map',
        Label,
        ItemProcessor: {
          ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
          StartAt: 'i',
          States: { i: done },
        },
        Output: {},
        End: true,
      });
    expect(lint(labelled('x'.repeat(40)))).toEqual([]);
    expect(lint(labelled('x'.repeat(41))).map(({ rule }) => rule)).toEqual(['name']);
    expect(messages(labelled('a:b'))).toEqual([
      'Map "s" has the Label "a:b", which must be 1 to 40 letters, digits, _ or -.',
    ]);
  });
});

describe('a Map', () => {
  const inline = {
    Type: 'Map',
    Items: [1],
    ItemProcessor: { StartAt: 'i', States: { i: { Type: 'Succeed' } } },
    Output: {},
    End: true,
  };

  test('that is inline has nothing of a Distributed one', () => {
    expect(lint(alone(inline))).toEqual([]);
    expect(messages(alone({ ...inline, ItemBatcher: {}, Label: 'x' }))).toEqual([
      'Map "s" has ItemBatcher, Label, which only a Distributed Map has. Set Mode to DISTRIBUTED, or remove it.',
    ]);
  });

  test('has items from one place', () => {
    const both = {
      ...inline,
      ItemProcessor: { ...inline.ItemProcessor, ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' } },
      ItemReader: { Resource: 'arn:aws:states:::s3:listObjectsV2', Arguments: { Bucket: 'b' } },
    };
    expect(messages(alone(both))).toEqual([
      'Map "s" has both Items and ItemReader. Keep the one that its items come from.',
    ]);
  });

  const distributed = (fields: object): Workflow => {
    const ItemProcessor = {
      ...inline.ItemProcessor,
      ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
    };
    return alone({ ...inline, Items: undefined, ItemProcessor, ...fields });
  };
  const reading = (ReaderConfig?: object) => ({
    ItemReader: {
      Resource: 'arn:aws:states:::s3:getObject',
      Arguments: { Bucket: 'b', Key: 'k' },
      ...(ReaderConfig ? { ReaderConfig } : {}),
    },
  });

  const listing = (ReaderConfig: object) => ({
    ItemReader: { Resource: 'arn:aws:states:::s3:listObjectsV2', Arguments: { Bucket: 'b' }, ReaderConfig },
  });

  test.each([
    [reading(), 'reads an object without saying what it holds. Give its ReaderConfig an InputType.'],
    [
      reading({ ManifestType: 'ATHENA_DATA' }),
      'reads objects without saying what they hold. Give its ReaderConfig an InputType.',
    ],
    [
      listing({ Transformation: 'LOAD_AND_FLATTEN' }),
      'reads objects without saying what they hold. Give its ReaderConfig an InputType.',
    ],
    [
      listing({ Transformation: 'LOAD_AND_FLATTEN', InputType: 'CSV' }),
      'reads CSV without a CSVHeaderLocation. Say FIRST_ROW or GIVEN.',
    ],
    [
      reading({ Transformation: 'LOAD_AND_FLATTEN', InputType: 'JSONL' }),
      'has LOAD_AND_FLATTEN and reads one object. Let it list objects, or leave that out.',
    ],
    [reading({ InputType: 'CSV' }), 'reads CSV without a CSVHeaderLocation. Say FIRST_ROW or GIVEN.'],
    [reading({ InputType: 'CSV', CSVHeaderLocation: 'GIVEN' }), 'has CSVHeaderLocation GIVEN and no CSVHeaders.'],
    [
      reading({ InputType: 'CSV', CSVHeaderLocation: 'FIRST_ROW', CSVHeaders: ['a'] }),
      'has CSVHeaders, which FIRST_ROW leaves no use for.',
    ],
    [
      { ItemBatcher: { BatchInput: {} } },
      'has an ItemBatcher without a limit. Give it MaxItemsPerBatch or MaxInputBytesPerBatch.',
    ],
  ])('that is distributed says what it reads and batches by: %j', (fields, problem) => {
    expect(messages(distributed(fields))).toEqual([`Map "s" ${problem}`]);
  });

  test.each([
    reading({ InputType: 'CSV', CSVHeaderLocation: 'FIRST_ROW' }),
    reading({ InputType: 'CSV', CSVHeaderLocation: 'GIVEN', CSVHeaders: ['a'] }),
    reading({ ManifestType: 'S3_INVENTORY' }),
    reading({ ManifestType: 'ATHENA_DATA', InputType: 'JSONL' }),
    listing({ Transformation: 'NONE' }),
    listing({ Transformation: 'LOAD_AND_FLATTEN', InputType: 'JSON' }),
    { ItemBatcher: { MaxInputBytesPerBatch: 1000 } },
  ])('that is distributed may say so: %j', (fields) => {
    expect(messages(distributed(fields))).toEqual([]);
  });

  test('does not share its Label', () => {
    const map = (name: string, next: object) => ({
      ...inline,
      Label: 'rows',
      ItemProcessor: {
        StartAt: name,
        States: { [name]: { Type: 'Succeed' } },
        ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
      },
      End: undefined,
      ...next,
    });
    const States = { a: map('i', { Next: 'b' }), b: map('j', { End: true }) };
    expect(messages({ StartAt: 'a', States } as unknown as Workflow)).toEqual([
      'The Label "rows" is there 2 times, and names the map runs of one Map only. Rename all but one.',
    ]);
  });
});

describe('the error', () => {
  test('lists every finding, with its rule', () => {
    const broken = alone({
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke',
      Arguments: { FunctionName: 'f' },
      End: true,
    });
    let thrown: unknown;
    try {
      assertLinted(broken);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(LintError);
    expect(thrown).toMatchObject({
      message: expect.stringMatching(
        /^The workflow has 2 problems:\n- Task "s" has no Retry.*\[task-retry\]\n- Task "s" has no TimeoutSeconds.*\[task-timeout\]$/,
      ),
    });
  });

  test('is not thrown for a workflow without findings', () => {
    expect(() => assertLinted(alone({ Type: 'Succeed' }))).not.toThrow();
  });
});
