import type { JsonObject, JsonValue } from '../../json';
import type { Chance } from './chance';
import { errorHandling } from './error-handling';
import { FIELDS_AND_ITEM, pathFields, payloadTemplate } from './json-path';
import { numberExpression, template, withInput } from './jsonata';
import { assignment, outputs } from './outputs';
import type { Maker, Place } from './place';

/** The objects that readers find, besides one that is missing. */
export const OBJECTS: Record<string, string> = {
  'items.json': '[1, {"a": 2}, "three", null]',
  'pointed.json': '{"a": {"list": [1, 2, {"b": 3}]}, "more": [1]}',
  'broken.json': '[1, 2, {"a"',
  'items.jsonl': '{"a":1}\n{"a":2}\n\n[3]\n',
  'items.csv': 'id,name\n1,"a, b"\n2,c\n3,d,e\n',
  'empty.csv': '',
  'rows/1.json': '{"a":1}',
  'rows/2.json': '[]',
  'lists/1.json': '[1, {"a": 2}]',
  'lists/2.json': '[]',
  'unloaded.csv': '"s3://bucket/items.jsonl"\ns3://bucket/rows/1.json\n',
};

const RESULTS = ['$states.result', '$count($states.result)', '$states.result[0]'];

export function mapState(maker: Maker, place: Place): JsonObject {
  const { chance } = maker;
  const distributed = !place.express && chance.happens(45);
  const ExecutionType = chance.pick(['STANDARD', 'EXPRESS']);
  const inside = distributed ? { express: ExecutionType === 'EXPRESS', isolated: true } : {};
  const config = distributed
    ? { ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType } }
    : chance.maybe(30, () => ({ ProcessorConfig: { Mode: 'INLINE' } }));
  const field = !distributed && place.language === 'JSONPath' && chance.happens(20) ? 'Iterator' : 'ItemProcessor';
  return {
    Type: 'Map',
    ...(distributed ? distributedFields(maker, place) : items(chance, place)),
    ...selector(chance, place, field),
    ...concurrency(chance, place),
    [field]: { ...maker.region(place, inside), ...config },
    ...(place.language === 'JSONata'
      ? outputs(chance, place, RESULTS, withInput('results', '$states.result'))
      : pathFields(chance, place, { result: true })),
    ...assignment(chance, place, RESULTS),
    ...errorHandling(chance, place),
  };
}

function items(chance: Chance, { language, trouble }: Place): JsonObject {
  if (language === 'JSONata') {
    const many: JsonValue[] = [
      [1, 2, 3],
      '{% [1..4] %}',
      '{% $states.input.list %}',
      ['{% 1 %}', '{% $states.input.a %}'],
    ];
    return { Items: chance.pick(many) };
  }
  return chance.maybe(100 - trouble, () => ({
    ItemsPath: chance.pick(chance.happens(trouble) ? ['$.text', '$.nope', '$'] : ['$.list', '$.nested.list']),
  }));
}

function selector(chance: Chance, place: Place, processor: string): JsonObject {
  if (!chance.happens(75)) return {};
  if (place.language === 'JSONata') {
    const item = '$states.context.Map.Item.Value';
    return { ItemSelector: chance.happens(80) ? withInput('item', item) : template(chance, place, [item]) };
  }
  const made = chance.happens(80) ? FIELDS_AND_ITEM : payloadTemplate(chance, place);
  return { [processor === 'Iterator' ? 'Parameters' : 'ItemSelector']: made };
}

function concurrency(chance: Chance, place: Place): JsonObject {
  if (chance.happens(40)) return { MaxConcurrency: chance.whole(0, 3) };
  if (!chance.happens(15)) return {};
  return place.language === 'JSONata'
    ? { MaxConcurrency: numberExpression(chance, place) }
    : { MaxConcurrencyPath: chance.happens(place.trouble) ? '$.text' : '$.a' };
}

function distributedFields(maker: Maker, place: Place): JsonObject {
  const { chance } = maker;
  const jsonata = place.language === 'JSONata';
  return {
    ...(chance.happens(50)
      ? items(chance, place)
      : { ItemReader: reader(chance, jsonata ? 'Arguments' : 'Parameters') }),
    ...chance.maybe(40, () => ({ ItemBatcher: batcher(chance, place) })),
    ...chance.maybe(40, () => ({ ResultWriter: writer(chance, jsonata ? 'Arguments' : 'Parameters') })),
    ...chance.maybe(30, () => ({ Label: maker.name() })),
    ...(chance.happens(10) && !jsonata
      ? { ToleratedFailureCountPath: '$.a' }
      : chance.maybe(30, () => ({ ToleratedFailureCount: chance.whole(0, 3) }))),
    ...chance.maybe(30, () => ({ ToleratedFailurePercentage: chance.pick([0, 33.3, 50, 100]) })),
  };
}

function reader(chance: Chance, inputs: string): JsonObject {
  const Bucket = 'bucket';
  if (chance.happens(20)) {
    return {
      Resource: 'arn:aws:states:::s3:listObjectsV2',
      [inputs]: { Bucket, ...chance.maybe(70, () => ({ Prefix: 'rows/' })) },
      ...chance.maybe(30, () => ({ ReaderConfig: { MaxItems: 1 } })),
    };
  }
  if (chance.happens(20)) {
    return {
      Resource: 'arn:aws:states:::s3:listObjectsV2',
      [inputs]: { Bucket, Prefix: chance.pick(['lists/', 'rows/', 'none/']) },
      ReaderConfig: { InputType: chance.pick(['JSON', 'JSONL']), Transformation: 'LOAD_AND_FLATTEN' },
    };
  }
  const config = chance.pick<JsonObject>([
    { InputType: 'JSON' },
    { InputType: 'JSON', ItemsPointer: '/a/list' },
    { InputType: 'JSONL' },
    { InputType: 'MANIFEST' },
    { InputType: 'JSONL', ManifestType: 'ATHENA_DATA' },
    { InputType: 'CSV', CSVHeaderLocation: 'FIRST_ROW' },
    { InputType: 'CSV', CSVHeaderLocation: 'GIVEN', CSVHeaders: ['x', 'y'], CSVDelimiter: 'PIPE' },
  ]);
  const Key = chance.pick([...Object.keys(OBJECTS), 'missing']);
  const ReaderConfig = { ...config, ...chance.maybe(20, () => ({ MaxItems: chance.whole(0, 3) })) };
  return { Resource: 'arn:aws:states:::s3:getObject', [inputs]: { Bucket, Key }, ReaderConfig };
}

function batcher(chance: Chance, place: Place): JsonObject {
  const bytes = chance.happens(20);
  return {
    ...(bytes ? { MaxInputBytesPerBatch: chance.pick([60, 20, 200]) } : { MaxItemsPerBatch: chance.whole(1, 3) }),
    ...chance.maybe(30, () => ({
      BatchInput: place.language === 'JSONata' ? { b: '{% $states.input.a %}' } : payloadTemplate(chance, place),
    })),
  };
}

function writer(chance: Chance, inputs: string): JsonObject {
  const Transformation = chance.pick(['NONE', 'COMPACT', 'FLATTEN']);
  const config = { WriterConfig: { Transformation, OutputType: chance.pick(['JSON', 'JSONL']) } };
  if (chance.happens(30)) return config;
  const destination = { Resource: 'arn:aws:states:::s3:putObject', [inputs]: { Bucket: 'bucket', Prefix: 'results' } };
  return { ...destination, ...(chance.happens(50) ? config : {}) };
}
