import { describe, expect, test } from '@jest/globals';
import type { JsonValue } from '../definition/json';
import type { AnyMap, AnyState, AnyTask } from '../definition/workflow';
import { lint } from './lint';
import { fields } from './testing/linted';

function findings(state: AnyState): readonly string[] {
  return lint({ StartAt: 's', States: { s: state } }).map(({ rule, message }) => `${rule}: ${message}`);
}

const read = (Output: JsonValue | undefined, Assign?: { readonly [name: string]: JsonValue }): AnyTask => ({
  ...fields,
  Resource: 'arn:aws:states:::dynamodb:getItem',
  Arguments: { TableName: 'orders', Key: { pk: { S: '{% $states.input.pk %}' } } },
  ...(Output === undefined ? {} : { Output }),
  ...(Assign === undefined ? {} : { Assign }),
});

const advice =
  'and what passes between states is at most 256 KiB. Name the attributes that the next states need, and leave bodies where they are stored.';

describe('what is read', () => {
  test('is not handed on for want of an Output', () => {
    expect(findings(read(undefined))).toEqual([
      `payload-body: State "s" hands on its whole result, since it has no Output, ${advice}`,
    ]);
  });

  test.each(['{% $states.result %}', '{% $states.result.Item %}'])('is not handed on whole by %s', (expression) => {
    const reference = expression.slice(3, -3);
    expect(findings(read({ row: expression }))).toEqual([
      `payload-body: State "s" hands on ${reference} whole, in Output.row, ${advice}`,
    ]);
  });

  test('is not kept whole in a variable', () => {
    expect(findings(read({}, { row: '{% $states.result.Item %}' }))).toEqual([
      `payload-body: State "s" hands on $states.result.Item whole, in Assign.row, ${advice}`,
    ]);
  });

  test('may be handed on by the attributes that are named', () => {
    expect(findings(read({ status: '{% $states.result.Item.status.S %}' }))).toEqual([]);
    expect(findings(read('{% $states.input %}'))).toEqual([]);
  });

  test('includes objects of S3', () => {
    const object: AnyTask = {
      ...fields,
      Resource: 'arn:aws:states:::aws-sdk:s3:getObject',
      Arguments: { Bucket: 'b', Key: 'k' },
      Output: '{% $states.result.Body %}',
    };
    expect(findings(object)).toEqual([
      `payload-body: State "s" hands on $states.result.Body whole, in Output, ${advice}`,
    ]);
    expect(findings({ ...object, Output: '{% $parse($states.result.Body).version %}' })).toEqual([]);
    expect(findings({ ...object, Output: '{% $states.result.ETag %}' })).toEqual([]);
  });

  test('includes the output of an execution that is waited for, and not of one that is only started', () => {
    const start = { StateMachineArn: 'child', Input: {} };
    const started: AnyTask = { ...fields, Resource: 'arn:aws:states:::states:startExecution', Arguments: start };
    expect(findings(started)).toEqual([]);
    expect(findings({ ...started, Resource: 'arn:aws:states:::states:startExecution.sync:2' })).toHaveLength(1);
  });

  test('includes what a write gives back, when it is asked to', () => {
    const write = (ReturnValues?: string): AnyTask => ({
      ...fields,
      Resource: 'arn:aws:states:::dynamodb:deleteItem',
      Arguments: { TableName: 'orders', Key: {}, ...(ReturnValues === undefined ? {} : { ReturnValues }) },
    });
    expect(findings(write())).toEqual([]);
    expect(findings(write('NONE'))).toEqual([]);
    expect(findings(write('ALL_OLD'))).toHaveLength(1);
  });

  test('does not include what a function returns, which the function bounds', () => {
    const invoke: AnyTask = {
      ...fields,
      Resource: 'arn:aws:states:::lambda:invoke',
      Arguments: { FunctionName: 'f', Payload: { input: '{% $states.input %}', context: '{% $states.context %}' } },
      Output: '{% $states.result.Payload %}',
    };
    expect(findings(invoke)).toEqual([]);
  });
});

describe('what is written', () => {
  const put = (Item: JsonValue): AnyTask =>
    ({
      ...fields,
      Resource: 'arn:aws:states:::dynamodb:putItem',
      Arguments: { TableName: 'orders', Item },
      // An Item may be an expression, which the types allow.
    }) as AnyTask;
  const todo =
    'and what passes between states is at most 256 KiB. Have a function write it from where it is stored, and pass only its key.';

  test('is not an item that the data holds', () => {
    expect(findings(put('{% $states.input.row %}'))).toEqual([
      `payload-body: State "s" writes a document from the state's data, in Item, ${todo}`,
    ]);
  });

  test.each(['M', 'L', 'B'])('is not a document attribute (%s) that the data holds', (type) => {
    expect(findings(put({ pk: { S: 'x' }, body: { [type]: '{% $states.input.body %}' } }))).toEqual([
      `payload-body: State "s" writes a document from the state's data, in Item.body.${type}, ${todo}`,
    ]);
  });

  test('may be scalars of the data, in a document that the definition spells out', () => {
    const Item = {
      pk: { S: '{% $states.input.pk %}' },
      version: { N: '{% $string($states.input.version) %}' },
      open: { BOOL: '{% $states.input.open %}' },
      context: { M: { user: { S: '{% $states.input.user %}' } } },
    };
    expect(findings(put(Item))).toEqual([]);
  });

  test('is held to the same in an update and in a transaction', () => {
    const values = { ':body': { M: '{% $states.input.body %}' } };
    const update: AnyTask = {
      ...fields,
      Resource: 'arn:aws:states:::dynamodb:updateItem',
      Arguments: {
        TableName: 'orders',
        Key: {},
        UpdateExpression: 'SET body = :body',
        ExpressionAttributeValues: values,
      },
    };
    const transact: AnyTask = {
      ...fields,
      Resource: 'arn:aws:states:::aws-sdk:dynamodb:transactWriteItems',
      Arguments: {
        TransactItems: [{ Put: { TableName: 'orders', Item: { body: { M: '{% $states.input.body %}' } } } }],
      },
    };
    expect(findings(update)[0]).toContain('in ExpressionAttributeValues.:body.M');
    expect(findings(transact)[0]).toContain('in TransactItems[0].Put.Item.body.M');
  });

  test('is no object of S3 that the data holds', () => {
    const object = (Body: JsonValue): AnyTask => ({
      ...fields,
      Resource: 'arn:aws:states:::aws-sdk:s3:putObject',
      Arguments: { Bucket: 'b', Key: 'k', Body },
    });
    expect(findings(object('{% $states.input %}'))).toEqual([
      `payload-body: State "s" writes a body from the state's data, in Body, ${todo}`,
    ]);
    expect(findings(object({ id: '{% $states.input.id %}' }))).toEqual([]);
  });
});

describe('what a Map collects', () => {
  const processor = { StartAt: 'i', States: { i: { Type: 'Succeed' } } } as const;
  const collected = 'with one entry per item, and what passes between states is at most 256 KiB.';

  test('is not handed on for want of an Output', () => {
    expect(findings({ Type: 'Map', ItemProcessor: processor, End: true })).toEqual([
      `payload-body: State "s" hands on its whole result, since it has no Output, ${collected} Give it an Output that says what is needed of it.`,
    ]);
  });

  test('is not handed on whole', () => {
    expect(findings({ Type: 'Map', ItemProcessor: processor, Output: '{% $states.result %}', End: true })).toHaveLength(
      1,
    );
  });

  test.each(['{% $states.input %}', '{% $count($states.result) %}', '{% $states.result.id %}'] as const)(
    'may be measured, left behind, or picked from: %s',
    (Output) => {
      expect(findings({ Type: 'Map', ItemProcessor: processor, Output, End: true })).toEqual([]);
    },
  );

  test('is written by the ResultWriter of a Distributed Map', () => {
    const map: AnyMap = {
      Type: 'Map',
      ItemProcessor: { ...processor, ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' } },
      End: true,
    };
    expect(findings(map)).toEqual([
      `payload-body: State "s" hands on its whole result, since it has no Output, ${collected} Give it a ResultWriter, or an Output that says what is needed of it.`,
    ]);
    const written: AnyMap = {
      ...map,
      ResultWriter: { Resource: 'arn:aws:states:::s3:putObject', Arguments: { Bucket: 'results' } },
    };
    expect(findings(written)).toEqual([]);
    const collects: AnyMap = {
      ...map,
      ResultWriter: { WriterConfig: { OutputType: 'JSON', Transformation: 'FLATTEN' } },
    };
    expect(findings(collects)).toEqual(findings(map));
  });
});
