import { describe, expect, test } from '@jest/globals';
import { ImportError, importAsl } from './import-asl';

const problems = (document: unknown): readonly string[] => {
  try {
    importAsl(typeof document === 'string' ? document : JSON.stringify(document));
    return [];
  } catch (error) {
    if (error instanceof ImportError) return error.problems;
    throw error;
  }
};

const jsonata = (States: object): object => ({ QueryLanguage: 'JSONata', StartAt: Object.keys(States)[0], States });
const alone = (state: object): readonly string[] => problems(jsonata({ s: state }));

describe('a document in JSONata', () => {
  test('is a workflow', () => {
    const document = jsonata({ s: { Type: 'Pass', Output: { a: '{% 1 %}' }, End: true } });
    expect(importAsl(JSON.stringify(document))).toEqual(document);
  });

  test('may begin with a byte order mark', () => {
    const document = jsonata({ s: { Type: 'Succeed' } });
    expect(importAsl(`\uFEFF${JSON.stringify(document)}`)).toEqual(document);
  });

  test('may break the rules that stop a deployment: toAsl will say so', () => {
    const open = jsonata({
      s: {
        Type: 'Task',
        Resource: 'arn:aws:states:::lambda:invoke',
        Arguments: { FunctionName: '{% $x %}' },
        End: true,
      },
    });
    expect(problems(open)).toEqual([]);
  });
});

describe('a document that is refused', () => {
  test('because it is not JSON, or no object', () => {
    expect(problems('{')[0]).toMatch(/^It is not JSON: /);
    expect(problems('[]')).toEqual(['It is not a JSON object']);
  });

  test('because it has two states of one name, which JSON would make one', () => {
    const twice = '"a": {"Type": "Succeed"}, "b": {"Type": "Fail"}, "a": {"Type": "Fail"}';
    const map = `{"Type": "Map", "End": true, "ItemProcessor": {"StartAt": "a", "States": {${twice}}}}`;
    const once = 'more than once, and only the last would be read. Rename or remove the others';
    expect(problems(`{"QueryLanguage": "JSONata", "StartAt": "a", "States": {${twice}}}`)).toEqual([
      `States has "a" ${once}`,
    ]);
    expect(problems(`{"QueryLanguage": "JSONata", "StartAt": "m", "StartAt": "m", "States": {"m": ${map}}}`)).toEqual([
      `The document has "StartAt" ${once}`,
      `States.m.ItemProcessor.States has "a" ${once}`,
    ]);
  });

  test('because it is in JSONPath, with the first state that is', () => {
    const States = { a: { Type: 'Pass', QueryLanguage: 'JSONata', Next: 'b' }, b: { Type: 'Pass', End: true } };
    expect(problems({ StartAt: 'a', States })).toEqual([
      'State "b" is in JSONPath, since the document has no "QueryLanguage": "JSONata" of its own. Convert it to JSONata in Workflow Studio first',
    ]);
    expect(problems({ QueryLanguage: 'JSONPath', StartAt: 'b', States: { b: { Type: 'Succeed' } } })[0]).toMatch(
      /^State "b" is in JSONPath/,
    );
  });

  test('because a state has a field of JSONPath', () => {
    expect(alone({ Type: 'Pass', InputPath: '$.a', End: true })).toEqual([
      'State "s": InputPath is a field of JSONPath: convert the state to JSONata in Workflow Studio',
    ]);
  });

  test.each([
    [{ Type: 'Sleep' }, 'Type is "Sleep", and must be one of Task, Pass, Choice, Wait, Succeed, Fail, Parallel, Map'],
    [{ Type: 'constructor' }, 'Type is "constructor", and must be one of Task'],
    [{ Type: 'Pass', End: true, Colour: 1 }, 'Colour is no field that this library knows'],
    [{ Type: 'Pass', End: false }, 'End must be true'],
    [{ Type: 'Pass', Next: 1 }, 'Next must be a string'],
    [{ Type: 'Wait', End: true }, 'must have one of Seconds and Timestamp'],
    [{ Type: 'Wait', Seconds: 'soon', End: true }, 'Seconds must be a number or a JSONata expression'],
    [{ Type: 'Choice', Choices: [{ Next: 's' }] }, 'Choices[0].Condition is missing'],
    [{ Type: 'Choice', Choices: [{ Condition: 'x', Next: 's' }] }, 'Choices[0].Condition must be a JSONata expression'],
    [{ Type: 'Map', End: true }, 'ItemProcessor is missing'],
    [{ Type: 'Pass', Assign: 1, End: true }, 'Assign must be an object'],
    [{ Type: 'Parallel', Branches: {}, End: true }, 'Branches must be an array'],
    [
      { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', Arguments: '{% $x %}', End: true },
      'Arguments must be an object',
    ],
    [
      {
        Type: 'Task',
        Resource: 'arn:aws:states:::lambda:invoke',
        Arguments: { FunctionName: 'f' },
        Retry: [{ ErrorEquals: ['x'], JitterStrategy: 'SOME' }],
        End: true,
      },
      'Retry[0].JitterStrategy must be "FULL" or "NONE"',
    ],
    [{ Type: 'Map', ItemProcessor: { StartAt: 'i', States: { i: 1 } }, End: true }, 'must be an object'],
    [
      {
        Type: 'Map',
        ItemProcessor: { ProcessorConfig: { Mode: 'DISTRIBUTED' }, StartAt: 'i', States: { i: { Type: 'Succeed' } } },
        End: true,
      },
      'has Mode DISTRIBUTED and no ItemProcessor.ProcessorConfig.ExecutionType',
    ],
    [
      {
        Type: 'Map',
        ItemReader: { Resource: 'arn:aws:states:::s3:listObjectsV2', Arguments: { Bucket: 'b', Key: 'k' } },
        ItemProcessor: {
          ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
          StartAt: 'i',
          States: { i: { Type: 'Succeed' } },
        },
        End: true,
      },
      'ItemReader.Arguments.Key is no field that this library knows',
    ],
    [
      {
        Type: 'Map',
        ResultWriter: { WriterConfig: { OutputType: 'JSON', Transformation: 'FLAT' } },
        ItemProcessor: {
          ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
          StartAt: 'i',
          States: { i: { Type: 'Succeed' } },
        },
        End: true,
      },
      'ResultWriter.WriterConfig.Transformation must be "NONE" or "COMPACT" or "FLATTEN"',
    ],
  ])('because of its shape: %j', (state, problem) => {
    expect(alone(state)[0]).toContain(problem);
  });

  test('because an inner state has a wrong shape, which is named', () => {
    const map = {
      Type: 'Map',
      ItemProcessor: { StartAt: 'i', States: { i: { Type: 'Pass', Result: 1, End: true } } },
      End: true,
    };
    expect(alone(map)[0]).toBe(
      'State "i": Result is a field of JSONPath: convert the state to JSONata in Workflow Studio',
    );
  });

  test('because it goes nowhere, or calls what is not known: its source would not compile', () => {
    const document = jsonata({
      a: { Type: 'Pass', Next: 'bb' },
      b: { Type: 'Task', Resource: 'arn:aws:states:::dynamodb:getItem.sync', Arguments: { TableName: 't' }, End: true },
    });
    expect(problems(document)).toEqual([
      'State "a" goes to "bb" (next), which is no state of this workflow. It has "a", "b"',
      expect.stringContaining('Task "b" calls dynamodb:getItem with .sync'),
      'Task "b" calls dynamodb:getItem, whose argument Key is required',
    ]);
  });

  test('with every reason in one message', () => {
    expect(() => importAsl(JSON.stringify(jsonata({ s: { Type: 'Pass', Next: 1, Extra: 2 } })))).toThrow(
      'The document can\'t be imported:\n- State "s": Next must be a string.\n- State "s": Extra is no field that this library knows.',
    );
  });
});
