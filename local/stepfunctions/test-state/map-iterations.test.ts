import { expect, test } from '@jest/globals';
import { map } from '../testing/distributed-map';
import { TestEngine } from '../testing/engine';

const LIST = 'arn:aws:states:::s3:listObjectsV2';
const GET = 'arn:aws:states:::s3:getObject';
const LOAD = { Transformation: 'LOAD_AND_FLATTEN' };

test.each<[object, object, string, unknown[], string]>([
  [LOAD, { InputType: 'CSV', CSVHeaderLocation: 'FIRST_ROW' }, 'id\n1\n', [{ id: '1' }], 's3://b'],
  [LOAD, { InputType: 'JSON', ItemsPointer: '/rows' }, '{"rows":[1,2]}', [1, 2], 's3://b'],
  [LOAD, { InputType: 'JSONL', MaxItems: 1 }, '1\n2', [1], 's3://b'],
  [{ ManifestType: 'ATHENA_DATA' }, { InputType: 'JSONL' }, '1\n2', [1, 2], 's3://b/k'],
])('%j of %j are tested with the text of one object', async (kind, config, mapItemReaderData, items, source) => {
  const ItemReader = {
    Resource: kind === LOAD ? LIST : GET,
    Arguments: { Bucket: 'b', ...(kind === LOAD ? {} : { Key: 'k' }) },
    ReaderConfig: { ...kind, ...config },
  };
  const ItemSelector = { of: '{% $states.context.Map.Item.Source %}', is: '{% $states.context.Map.Item.Value %}' };
  const { each } = map({ ItemReader, ItemSelector }).States;
  const { inspectionData } = await new TestEngine().handle('TestState', {
    definition: JSON.stringify({ QueryLanguage: 'JSONata', ...each }),
    inspectionLevel: 'DEBUG',
    mock: { result: '[]', fieldValidationMode: 'NONE' },
    stateConfiguration: { mapItemReaderData },
  });
  // The developer guide has it in JSONPath only.
  expect(inspectionData).not.toHaveProperty('afterItemsPointer');
  const { afterItemSelector } = inspectionData as { afterItemSelector: string };
  expect(JSON.parse(afterItemSelector)).toEqual(items.map((is) => ({ of: source, is })));
});
