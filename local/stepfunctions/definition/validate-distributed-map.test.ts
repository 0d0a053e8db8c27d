import { describe, expect, test } from '@jest/globals';
import { VirtualClock } from '../clock/virtual-clock';
import type { Integrations } from '../integrations/integrations';
import { S3_PARAMETERS, type Support } from '../supported';
import { TestObjects } from '../testing/objects';
import { describeDiagnostics, validateDefinition } from './validate';

const never = () => new Promise<never>(() => {});
const integrations: Integrations = {
  supports: (resource) => resource === 'lambda:invoke' || resource === 'sqs:sendMessage',
  call: never,
  objects: new TestObjects(new VirtualClock(0)),
};
const pass = { StartAt: 'inner', States: { inner: { Type: 'Pass', End: true } } };
const processor = (ExecutionType: string, block: object = pass) => ({
  ...block,
  ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType },
});

/** The faults of a machine of one Map, which is distributed unless the fields say otherwise. */
function faultsOf(fields: object, given: Integrations = integrations, QueryLanguage = 'JSONata') {
  const s = { Type: 'Map', ItemProcessor: processor('STANDARD'), ...fields, End: true };
  const definition = JSON.stringify({ QueryLanguage, StartAt: 's', States: { s } });
  return describeDiagnostics(validateDefinition(definition, 'STANDARD', given).diagnostics);
}

const reader = (config: object, more: object = {}) => ({
  ItemReader: {
    Resource: 'arn:aws:states:::s3:getObject',
    Arguments: { Bucket: 'b', Key: 'k' },
    ReaderConfig: config,
    ...more,
  },
});
const CSV = { InputType: 'CSV', CSVHeaderLocation: 'FIRST_ROW' };
const listing = (more: object = {}) => ({
  ItemReader: { Resource: 'arn:aws:states:::s3:listObjectsV2', Arguments: { Bucket: 'b' }, ...more },
});
const flattening = (config: object) => listing({ ReaderConfig: { Transformation: 'LOAD_AND_FLATTEN', ...config } });
const writer = (fields: object) => ({ ResultWriter: fields });
const PUT = { Resource: 'arn:aws:states:::s3:putObject', Arguments: { Bucket: 'b', Prefix: 'p' } };

describe('a right Distributed Map', () => {
  test.each<[string, object]>([
    ['of its input', {}],
    ['of EXPRESS children', { ItemProcessor: processor('EXPRESS') }],
    ['of a CSV file', reader({ ...CSV, CSVDelimiter: 'PIPE', MaxItems: '{% $states.input.max %}' })],
    ['of a CSV file without a header', reader({ InputType: 'CSV', CSVHeaderLocation: 'GIVEN', CSVHeaders: ['a'] })],
    ['of a JSON file', reader({ InputType: 'JSON', MaxItems: 5 }, { Arguments: '{% $states.input %}' })],
    ['of an array within a JSON file', reader({ InputType: 'JSON', ItemsPointer: '/a/0/b~1c' })],
    ['of a JSONL file', reader({ InputType: 'JSONL' })],
    ['of an inventory', reader({ InputType: 'MANIFEST', ManifestType: 'S3_INVENTORY' })],
    ['of a listing', listing({ ReaderConfig: { MaxItems: 5, Transformation: 'NONE' } })],
    ['of the objects of a listing', flattening({ ...CSV, CSVDelimiter: 'TAB', MaxItems: 5 })],
    ['of arrays within the objects of a listing', flattening({ InputType: 'JSON', ItemsPointer: '/a' })],
    ['of the JSONL objects of a listing', flattening({ InputType: 'JSONL' })],
    ['of what Athena has unloaded as CSV', reader({ ...CSV, ManifestType: 'ATHENA_DATA', Transformation: 'NONE' })],
    ['of what Athena has unloaded as JSONL', reader({ InputType: 'JSONL', ManifestType: 'ATHENA_DATA' })],
    ['in batches', { ItemBatcher: { MaxItemsPerBatch: 5, MaxInputBytesPerBatch: '{% 100 %}', BatchInput: { a: 1 } } }],
    ['that tolerates', { ToleratedFailureCount: 0, ToleratedFailurePercentage: 12.5, MaxConcurrency: 10_000 }],
    ['that writes', writer({ ...PUT, WriterConfig: { Transformation: 'FLATTEN', OutputType: 'JSONL' } })],
    ['that only formats', writer({ WriterConfig: { Transformation: 'NONE', OutputType: 'JSON' } })],
    ['with a Label', { Label: `${'x'.repeat(38)}-_` }],
  ])('%s has no faults', (_, fields) => {
    expect(faultsOf(fields)).toBe('');
  });

  test('of STANDARD children may have another in it', () => {
    const inner = { Type: 'Map', ItemProcessor: processor('EXPRESS'), End: true };
    expect(faultsOf({ ItemProcessor: processor('STANDARD', { StartAt: 'm', States: { m: inner } }) })).toBe('');
  });
});

describe('a Distributed Map', () => {
  test.each<[object, string]>([
    [
      { ItemProcessor: { ...pass, ProcessorConfig: { Mode: 'DISTRIBUTED' } } },
      'These fields are required: [ExecutionType] at /States/s/ItemProcessor/ProcessorConfig',
    ],
    [{ ItemProcessor: processor('FAST') }, 'Value should be one of the following: [STANDARD, EXPRESS] at'],
    [{ ItemProcessor: { ...pass, ProcessorConfig: { Mode: 'BOTH' } } }, '[INLINE, DISTRIBUTED]'],
    [{ MaxConcurrency: 10_001 }, 'Maximum value is 10000 at /States/s/MaxConcurrency'],
    [{ ToleratedFailureCount: -1 }, 'at /States/s/ToleratedFailureCount'],
    [{ ToleratedFailurePercentage: 101 }, 'Maximum value is 100.0 at /States/s/ToleratedFailurePercentage'],
    [{ ToleratedFailurePercentage: 'many' }, 'Expected value of type Number or a JSONata expression'],
    [{ Label: '' }, 'INVALID_LABEL_NAME: Label cannot be empty at /States/s/Label'],
    [{ Label: 'x'.repeat(41) }, 'exceeds the 40-character limit allowed by the service at /States/s/Label'],
    [{ Label: 'a:b' }, "INVALID_LABEL_NAME: Label contains invalid character: ':'"],
    [{ Label: 'a b' }, "INVALID_LABEL_NAME: Label contains invalid character: ' '"],
    [{ Label: '{% $uuid() %}' }, 'INVALID_LABEL_NAME'],
    [{ ItemBatcher: {} }, 'At least one of MaxItemsPerBatch and MaxInputBytesPerBatch is required'],
    [{ ItemBatcher: { MaxItemsPerBatch: 0 } }, 'at /States/s/ItemBatcher/MaxItemsPerBatch'],
    [{ ItemBatcher: { MaxItemsPerBatch: -1 } }, 'Minimum value is 0 at /States/s/ItemBatcher/MaxItemsPerBatch'],
    [{ ItemBatcher: { MaxInputBytesPerBatch: -1 } }, 'Minimum value is 0 at /States/s/ItemBatcher/MaxInputBytes'],
    [{ ItemBatcher: { MaxInputBytesPerBatch: 262_145 } }, 'Maximum value is 262144'],
    [
      { ItemBatcher: { MaxItemsPerBatchPath: '$.n' } },
      "field 'MaxItemsPerBatchPath' is only supported for the 'JSONPath' QueryLanguage",
    ],
    [writer({}), 'ResultWriter requires a WriterConfig, or a Resource with its parameters'],
    [writer({ ...PUT, Resource: 'arn:aws:states:::s3:getObject' }), 'is not recognized'],
    [writer({ Resource: PUT.Resource }), 'These fields are required: [Arguments] at /States/s/ResultWriter'],
    [writer({ ...PUT, Arguments: {} }), 'These fields are required: [Bucket] at /States/s/ResultWriter/Arguments'],
    [writer({ ...PUT, WriterConfig: { Transformation: 'ZIP' } }), '[NONE, COMPACT, FLATTEN]'],
    [writer({ ...PUT, WriterConfig: { OutputType: 'CSV' } }), '[JSON, JSONL]'],
    [{ Items: [1], ...listing() }, 'Items and ItemReader are mutually exclusive at /States/s'],
  ])('%j: %s', (fields, message) => {
    expect(faultsOf(fields)).toContain(message);
  });

  test.each([
    [{ ItemBatcher: { MaxItemsPerBatchPath: '$$.Execution.Input.n' } }, 'ItemBatcher/MaxItemsPerBatchPath'],
    [{ ItemBatcher: { MaxInputBytesPerBatchPath: '$..n' } }, 'ItemBatcher/MaxInputBytesPerBatchPath'],
    [{ ToleratedFailureCountPath: '$$.Execution.Input.n' }, 'ToleratedFailureCountPath'],
    [{ ToleratedFailurePercentagePath: '$.n[0:1]' }, 'ToleratedFailurePercentagePath'],
    [
      {
        ItemReader: {
          Resource: 'arn:aws:states:::s3:getObject',
          Parameters: { Bucket: 'b', Key: 'k' },
          ReaderConfig: { InputType: 'JSONL', MaxItemsPath: '$$.Execution.Input.n' },
        },
      },
      'ItemReader/ReaderConfig/MaxItemsPath',
    ],
  ])('in JSONPath %j: no reference path', (fields, field) => {
    expect(faultsOf(fields, integrations, 'JSONPath')).toContain(
      `Value is not a Reference Path: The value must be a reference path at /States/s/${field}`,
    );
  });

  test('may not have the Label of another', () => {
    const one = { Type: 'Map', Label: 'same', ItemProcessor: processor('STANDARD'), Next: 'two' };
    const inner = { StartAt: 'other', States: { other: { Type: 'Pass', End: true } } };
    const two = { Type: 'Map', Label: 'same', ItemProcessor: processor('STANDARD', inner), End: true };
    const definition = JSON.stringify({ QueryLanguage: 'JSONata', StartAt: 'one', States: { one, two } });
    const { diagnostics } = validateDefinition(definition, 'STANDARD', integrations);
    expect(describeDiagnostics(diagnostics)).toBe(
      'DUPLICATE_LABEL_NAME: Duplicate Label name: same at /States/two/Label',
    );
  });

  test('reads and writes nothing where the engine has no object store', () => {
    const { objects: _, ...without } = integrations;
    expect(faultsOf(listing(), without)).toContain('ItemReader is not supported by the local Step Functions: ');
    expect(faultsOf(writer(PUT), without)).toContain('ResultWriter is not supported by the local Step Functions: ');
    expect(faultsOf({}, without)).toBe('');
  });
});

describe('what S3 is given', () => {
  const given = (operation: string, members: object, inputs = 'Arguments') => {
    const part = {
      Resource: `arn:aws:states:::s3:${operation}`,
      [inputs]: { Bucket: 'b', ...(operation === 'getObject' ? { Key: 'k' } : {}), ...members },
    };
    if (operation === 'putObject') return writer(part);
    return { ItemReader: operation === 'getObject' ? { ...part, ReaderConfig: CSV } : part };
  };
  const members = Object.entries(S3_PARAMETERS).flatMap(([operation, support]) =>
    Object.entries<Support>(support).map(([name, how]) => ({ operation, name, how })),
  );

  test.each(members)('$operation: $name', ({ operation, name, how }) => {
    const faults = faultsOf(given(operation, { [name]: 'x' }));
    if (typeof how !== 'object') expect(faults).toBe('');
    else
      expect(faults).toContain(`The field '${name}' is not supported by the local Step Functions: ${how.refused}. at `);
  });

  test.each(Object.keys(S3_PARAMETERS))('%s: nothing that it does not have', (operation) => {
    const field = operation === 'putObject' ? 'ResultWriter' : 'ItemReader';
    expect(faultsOf(given(operation, { Nonsense: 1 }))).toBe(
      `SCHEMA_VALIDATION_FAILED: The field 'Nonsense' is not supported by Step Functions at /States/s/${field}/Arguments`,
    );
  });

  test.each(Object.keys(S3_PARAMETERS))('%s: in JSONPath in both forms of a name', (operation) => {
    const faults = (members: object) => faultsOf(given(operation, members, 'Parameters'), integrations, 'JSONPath');
    expect(faults({ 'ExpectedBucketOwner.$': '$.a' })).toBe('');
    expect(faults({ 'RequestPayer.$': '$.a' })).toContain("The field 'RequestPayer' is not supported by the local");
    expect(faults({ 'Nonsense.$': '$.a' })).toContain("The field 'Nonsense' is not supported by Step Functions at ");
    expect(faultsOf(given(operation, { 'ExpectedBucketOwner.$': 'a' }))).toContain("'ExpectedBucketOwner.$' is not");
  });
});

describe('an ItemReader', () => {
  test.each<[object, string]>([
    [{ ItemReader: { Resource: 'arn:aws:states:::s3:getObject' } }, 'These fields are required: [Arguments]'],
    [
      reader(CSV, { Resource: 'arn:aws:states:::s3:headObject' }),
      "The field 'Resource' does not match any of the allowed values at /States/s/ItemReader/Resource",
    ],
    [reader(CSV, { Arguments: { Bucket: 'b' } }), 'These fields are required: [Key] at /States/s/ItemReader/Arguments'],
    [
      reader(CSV, { Parameters: {} }),
      "The QueryLanguage is set to 'JSONata', but field 'Parameters' is only supported for the 'JSONPath' QueryLanguage at /States/s/ItemReader",
    ],
    [reader({}), 'These fields are required: [InputType] at /States/s/ItemReader/ReaderConfig'],
    [reader({ InputType: 'XML' }), '[CSV, JSON, JSONL, PARQUET, MANIFEST]'],
    [reader({ InputType: 'PARQUET' }), "The InputType 'PARQUET' is not supported by the local Step Functions: "],
    [reader({ ManifestType: 'ATHENA_DATA' }), 'These fields are required: [InputType]'],
    [reader({ InputType: 'JSON', ManifestType: 'ATHENA_DATA' }), '[CSV, JSONL, PARQUET]'],
    [reader({ InputType: 'MANIFEST', ManifestType: 'ATHENA_DATA' }), '[CSV, JSONL, PARQUET]'],
    [reader({ InputType: 'PARQUET', ManifestType: 'ATHENA_DATA' }), "The InputType 'PARQUET' is not supported by the"],
    [reader({ InputType: 'CSV', ManifestType: 'ATHENA_DATA' }), "The field 'CSVHeaderLocation' is required"],
    [reader({ InputType: 'JSONL', ManifestType: 'ATHENA' }), '[ATHENA_DATA, S3_INVENTORY]'],
    [reader({ InputType: 'CSV', ManifestType: 'S3_INVENTORY' }), 'ManifestType is not supported with InputType CSV'],
    [reader({ ...CSV, ItemsPointer: '/a' }), 'ItemsPointer is only supported with InputType JSON'],
    [reader({ InputType: 'JSON', ItemsPointer: 'a' }), 'Value is not a valid JSON pointer'],
    [reader({ InputType: 'JSON', ItemsPointer: '/a~2' }), 'Value is not a valid JSON pointer'],
    [flattening({}), 'These fields are required: [InputType] at /States/s/ItemReader/ReaderConfig'],
    [
      flattening({ InputType: 'MANIFEST' }),
      '[CSV, JSON, JSONL, PARQUET] at /States/s/ItemReader/ReaderConfig/InputType',
    ],
    [flattening({ InputType: 'PARQUET' }), "The InputType 'PARQUET' is not supported by the local Step Functions: "],
    [flattening({ InputType: 'CSV' }), "The field 'CSVHeaderLocation' is required but was missing"],
    [flattening({ InputType: 'JSONL', ItemsPointer: '/a' }), 'ItemsPointer is only supported with InputType JSON'],
    [
      flattening({ InputType: 'JSONL', ManifestType: 'ATHENA_DATA' }),
      'ManifestType is not supported with listObjectsV2',
    ],
    [flattening({ InputType: 'JSONL', Transformation: 'FLATTEN' }), '[NONE, LOAD_AND_FLATTEN]'],
    [reader({ ...CSV, Transformation: 'LOAD_AND_FLATTEN' }), 'LOAD_AND_FLATTEN is only supported with listObjectsV2'],
    [listing({ ReaderConfig: { InputType: 'JSON' } }), 'InputType is not supported with listObjectsV2'],
    [listing({ ReaderConfig: { InputType: 'JSON', Transformation: 'NONE' } }), 'InputType is not supported with'],
    [listing({ ReaderConfig: { CSVDelimiter: 'TAB' } }), "Field 'CSVDelimiter' is not supported"],
    [reader({ ...CSV, MaxItems: -1 }), 'at /States/s/ItemReader/ReaderConfig/MaxItems'],
    [reader({ ...CSV, CSVDelimiter: ',' }), '[COMMA, PIPE, SEMICOLON, SPACE, TAB]'],
    [reader({ InputType: 'CSV' }), "The field 'CSVHeaderLocation' is required but was missing"],
    [reader({ ...CSV, CSVHeaders: ['a'] }), 'CSVHeaders is only supported with CSVHeaderLocation GIVEN'],
    [reader({ ...CSV, CSVHeaderLocation: 'GIVEN' }), 'These fields are required: [CSVHeaders]'],
    [
      reader({ ...CSV, CSVHeaderLocation: 'GIVEN', CSVHeaders: [1] }),
      'Expected value of type String at /States/s/ItemReader/ReaderConfig/CSVHeaders[0]',
    ],
    [
      reader({ ...CSV, CSVHeaderLocation: 'GIVEN', CSVHeaders: ['x'.repeat(10_241)] }),
      'CSV headers cannot exceed 10 KiB',
    ],
    [
      reader({ InputType: 'JSON', CSVDelimiter: 'TAB' }),
      "Field 'CSVDelimiter' is not supported at /States/s/ItemReader/ReaderConfig",
    ],
  ])('%j: %s', (fields, message) => {
    expect(faultsOf(fields)).toContain(message);
  });
});

describe('EXPRESS children', () => {
  const state = (inner: object, name = 'i') => ({ StartAt: name, States: { [name]: { ...inner, End: true } } });
  const token = { Type: 'Task', Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken' };
  const nested = { Type: 'Map', ItemProcessor: processor('STANDARD') };

  test.each<[string, object, string]>([
    ['wait for a token', token, "Express state machine does not support '.waitForTaskToken' service integration  at "],
    [
      'do so in a branch',
      { Type: 'Parallel', Branches: [state(token, 'b')] },
      'Express state machine does not support',
    ],
    [
      'start map runs',
      nested,
      "The field 'Mode' with value 'DISTRIBUTED' is not supported inside 'EXPRESS' state machines",
    ],
  ])('may not %s', (_, inner, message) => {
    expect(faultsOf({ ItemProcessor: processor('EXPRESS', state(inner)) })).toContain(message);
    expect(faultsOf({ ItemProcessor: processor('STANDARD', state(inner)) })).toBe('');
  });
});

describe('an inline Map', () => {
  test.each(['ItemReader', 'ItemBatcher', 'ResultWriter', 'Label'])('has no %s', (field) => {
    expect(faultsOf({ ItemProcessor: pass, [field]: {} })).toContain(
      `${field} of an inline Map is not supported by the local Step Functions`,
    );
  });

  test('may tolerate failures, as AWS lets it, though it tolerates none', () => {
    expect(faultsOf({ ItemProcessor: pass, ToleratedFailureCount: 1, ToleratedFailurePercentage: 5 })).toBe('');
  });

  test('has tolerances checked as AWS does', () => {
    const faults = faultsOf({ ItemProcessor: pass, ToleratedFailureCount: 'abc', ToleratedFailurePercentage: 101 });
    expect(faults).toContain(
      'Expected value of type Integer or a JSONata expression at /States/s/ToleratedFailureCount',
    );
    expect(faults).toContain('Maximum value is 100.0 at /States/s/ToleratedFailurePercentage');
  });

  test('has no ExecutionType', () => {
    const ItemProcessor = { ...pass, ProcessorConfig: { Mode: 'INLINE', ExecutionType: 'EXPRESS' } };
    expect(faultsOf({ ItemProcessor })).toContain(
      "Field 'ExecutionType' is not supported at /States/s/ItemProcessor/ProcessorConfig",
    );
  });
});
