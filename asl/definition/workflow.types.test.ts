import { describe, expect, test } from '@jest/globals';
import { workflow } from './workflow';

/*
 * These tests are checked by the compiler: an unused @ts-expect-error is an error. Each definition has one mistake.
 */

const lambda = (name: string) =>
  ({
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke',
    Arguments: { FunctionName: name, Payload: { input: '{% $states.input %}' } },
    TimeoutSeconds: 30,
    Retry: [{ ErrorEquals: ['States.TaskFailed'], MaxAttempts: 3 }],
  }) as const;

const done = { Type: 'Succeed' } as const;

describe('a definition that compiles', () => {
  test('keeps its own names, and is the object that was written', () => {
    const written = {
      StartAt: 'check',
      States: {
        check: { ...lambda('check'), Next: 'decide' },
        decide: { Type: 'Choice', Choices: [{ Condition: '{% $states.input.ok %}', Next: 'all' }], Default: 'failed' },
        all: {
          Type: 'Map',
          Items: '{% $states.input.items %}',
          ItemProcessor: { StartAt: 'one', States: { one: { ...lambda('one'), End: true } } },
          Output: {},
          Next: 'both',
        },
        both: {
          Type: 'Parallel',
          Branches: [
            { StartAt: 'left', States: { left: { Type: 'Pass', End: true } } },
            { StartAt: 'right', States: { right: { Type: 'Wait', Seconds: 1, End: true } } },
          ],
          Next: 'done',
        },
        done,
        failed: { Type: 'Fail', Error: 'Refused', Cause: '{% $states.input.cause %}' },
      },
    } as const;
    const machine = workflow(written);
    const names: 'check' | 'decide' | 'all' | 'both' | 'done' | 'failed' = machine.StartAt;
    expect(machine).toBe(written);
    expect(names).toBe('check');
  });

  test('may hold a Distributed Map with a reader, batches, a writer and tolerated failures', () => {
    const machine = workflow({
      StartAt: 'import',
      States: {
        import: {
          Type: 'Map',
          Label: 'import',
          ItemReader: {
            Resource: 'arn:aws:states:::s3:getObject',
            ReaderConfig: { InputType: 'CSV', CSVHeaderLocation: 'FIRST_ROW' },
            Arguments: {
              Bucket: 'uploads',
              Key: '{% $states.input.key %}',
              VersionId: '{% $states.input.versionId %}',
            },
          },
          ItemSelector: { row: '{% $states.context.Map.Item.Value %}' },
          ItemBatcher: { MaxItemsPerBatch: 100, BatchInput: { job: '{% $states.input.jobId %}' } },
          ItemProcessor: {
            ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'EXPRESS' },
            StartAt: 'rows',
            States: { rows: { ...lambda('rows'), End: true } },
          },
          ResultWriter: {
            Resource: 'arn:aws:states:::s3:putObject',
            Arguments: { Bucket: 'results', Prefix: 'import/' },
          },
          MaxConcurrency: 50,
          ToleratedFailurePercentage: 5,
          End: true,
        },
      },
    });
    expect(machine.StartAt).toBe('import');
  });
});

describe('a misspelt name does not compile', () => {
  test('StartAt', () => {
    // @ts-expect-error 'chek' is no state
    expect(workflow({ StartAt: 'chek', States: { check: done } })).toBeDefined();
  });

  test('Next, after a spread that brings the rest of the state', () => {
    // @ts-expect-error 'dnoe' is no state
    expect(workflow({ StartAt: 'a', States: { a: { ...lambda('a'), Next: 'dnoe' }, done } })).toBeDefined();
  });

  test('the Next of a choice rule', () => {
    expect(
      workflow({
        StartAt: 'a',
        // @ts-expect-error 'dnoe' is no state
        States: { a: { Type: 'Choice', Choices: [{ Condition: '{% true %}', Next: 'dnoe' }], Default: 'done' }, done },
      }),
    ).toBeDefined();
  });

  test('Default', () => {
    expect(
      workflow({
        StartAt: 'a',
        // @ts-expect-error 'dnoe' is no state
        States: { a: { Type: 'Choice', Choices: [{ Condition: '{% true %}', Next: 'done' }], Default: 'dnoe' }, done },
      }),
    ).toBeDefined();
  });

  test('the Next of a Catch', () => {
    expect(
      workflow({
        StartAt: 'a',
        States: {
          // @ts-expect-error 'dnoe' is no state
          a: { ...lambda('a'), Catch: [{ ErrorEquals: ['States.ALL'], Next: 'dnoe' }], Next: 'done' },
          done,
        },
      }),
    ).toBeDefined();
  });

  test('a target outside the scope of a Map', () => {
    expect(
      workflow({
        StartAt: 'all',
        States: {
          all: {
            Type: 'Map',
            // @ts-expect-error 'done' is a state of the workflow, not of the processor
            ItemProcessor: { StartAt: 'one', States: { one: { ...lambda('one'), Next: 'done' } } },
            Next: 'done',
          },
          done,
        },
      }),
    ).toBeDefined();
  });

  test('the StartAt of a Map inside a Map', () => {
    expect(
      workflow({
        StartAt: 'outer',
        States: {
          outer: {
            Type: 'Map',
            ItemProcessor: {
              StartAt: 'inner',
              // @ts-expect-error 'itme' is no state of the inner processor
              States: { inner: { Type: 'Map', ItemProcessor: { StartAt: 'itme', States: { item: done } }, End: true } },
            },
            End: true,
          },
        },
      }),
    ).toBeDefined();
  });

  test('a target in another branch of a Parallel', () => {
    expect(
      workflow({
        StartAt: 'both',
        States: {
          both: {
            Type: 'Parallel',
            Branches: [
              { StartAt: 'left', States: { left: done } },
              // @ts-expect-error 'left' is a state of the other branch
              { StartAt: 'right', States: { right: { Type: 'Pass', Next: 'left' } } },
            ],
            End: true,
          },
        },
      }),
    ).toBeDefined();
  });

  test('a field of a state', () => {
    // @ts-expect-error 'Nxt' is no field of a Pass
    expect(workflow({ StartAt: 'a', States: { a: { Type: 'Pass', Nxt: 'done' }, done } })).toBeDefined();
  });
});

describe('a Task that AWS would not run does not compile', () => {
  const task = { Type: 'Task', End: true } as const;

  test('an API that this library does not know', () => {
    const resource = 'arn:aws:states:::dynamodb:putItm';
    // @ts-expect-error no such API
    expect(workflow({ StartAt: 'a', States: { a: { ...task, Resource: resource, Arguments: {} } } })).toBeDefined();
  });

  test('a pattern that AWS does not support for the API', () => {
    const resource = 'arn:aws:states:::dynamodb:getItem.sync';
    const given = { TableName: 'orders', Key: { pk: { S: 'x' } } };
    // @ts-expect-error DynamoDB has no .sync
    expect(workflow({ StartAt: 'a', States: { a: { ...task, Resource: resource, Arguments: given } } })).toBeDefined();
  });

  test('a required argument left out', () => {
    const a = { ...task, Resource: 'arn:aws:states:::sqs:sendMessage', Arguments: { QueueUrl: 'q' } } as const;
    // @ts-expect-error MessageBody is required
    expect(workflow({ StartAt: 'a', States: { a } })).toBeDefined();
  });

  test('an argument that the API does not have', () => {
    expect(
      workflow({
        StartAt: 'a',
        States: {
          a: {
            ...task,
            Resource: 'arn:aws:states:::sqs:sendMessage',
            // @ts-expect-error it is QueueUrl
            Arguments: { QueueURL: 'q', QueueUrl: 'q', MessageBody: 'x' },
          },
        },
      }),
    ).toBeDefined();
  });

  test('an inline Map with what only a Distributed Map has', () => {
    expect(
      workflow({
        StartAt: 'a',
        States: {
          // @ts-expect-error ItemBatcher needs Mode DISTRIBUTED
          a: { Type: 'Map', ItemBatcher: {}, ItemProcessor: { StartAt: 'b', States: { b: done } }, End: true },
        },
      }),
    ).toBeDefined();
  });

  test('a condition that is no JSONata expression', () => {
    expect(
      workflow({
        StartAt: 'a',
        // @ts-expect-error a condition stands between {% and %}
        States: { a: { Type: 'Choice', Choices: [{ Condition: '$.ok', Next: 'done' }], Default: 'done' }, done },
      }),
    ).toBeDefined();
  });

  test('both Next and End', () => {
    // @ts-expect-error a state either goes on or ends
    expect(workflow({ StartAt: 'a', States: { a: { Type: 'Pass', Next: 'done', End: true }, done } })).toBeDefined();
  });
});
