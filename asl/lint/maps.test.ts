import { describe, expect, test } from '@jest/globals';
import type { Workflow } from '../definition/workflow';
import { lint } from './lint';
import { alone, messages } from './testing/linted';

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
