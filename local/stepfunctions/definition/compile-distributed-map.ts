import type { JsonObject, JsonValue } from '../json';
import { parsePointer } from '../map-run/items/pointed-items';
import type { Language } from './language';
import type { DistributedMap, ExecutionType, ItemFormat, ItemReader, ObjectFormat, ResultWriter } from './machine';

/** The characters that CSVDelimiter names. */
export const CSV_DELIMITERS = { COMMA: ',', PIPE: '|', SEMICOLON: ';', SPACE: ' ', TAB: '\t' } as const;

/** What a Map state has of its own in DISTRIBUTED mode; nothing in the other. The definition is known to be faultless. */
export function distributedMap(source: JsonObject, language: Language): { distributed?: DistributedMap } {
  const { ProcessorConfig } = (source.ItemProcessor ?? source.Iterator) as JsonObject;
  const { Mode, ExecutionType } = (ProcessorConfig ?? {}) as JsonObject;
  if (Mode !== 'DISTRIBUTED') return {};
  const batcher = source.ItemBatcher as JsonObject | undefined;
  return {
    distributed: {
      executionType: ExecutionType as ExecutionType,
      ...(source.Label === undefined ? {} : { label: source.Label as string }),
      ...(source.ItemReader === undefined ? {} : { reader: itemReader(source.ItemReader as JsonObject, language) }),
      ...(batcher === undefined
        ? {}
        : {
            batcher: {
              ...language.field(batcher, 'MaxItemsPerBatch', 'maxItems'),
              ...language.field(batcher, 'MaxInputBytesPerBatch', 'maxBytes'),
              ...language.field(batcher, 'BatchInput', 'batchInput'),
            },
          }),
      ...(source.ResultWriter === undefined
        ? {}
        : { writer: resultWriter(source.ResultWriter as JsonObject, language) }),
      ...language.field(source, 'ToleratedFailureCount', 'toleratedFailureCount'),
      ...language.field(source, 'ToleratedFailurePercentage', 'toleratedFailurePercentage'),
    },
  };
}

function itemReader(source: JsonObject, language: Language): ItemReader {
  const config = (source.ReaderConfig ?? {}) as JsonObject;
  return {
    arguments: language.template((source.Arguments ?? source.Parameters) as JsonValue),
    format: format(source.Resource as string, config),
    ...language.field(config, 'MaxItems', 'maxItems'),
  };
}

function format(resource: string, config: JsonObject): ItemFormat {
  const { InputType = 'MANIFEST', ManifestType, Transformation } = config;
  if (Transformation === 'LOAD_AND_FLATTEN') return { type: Transformation, objects: objectFormat(config) };
  if (resource.endsWith(':listObjectsV2')) return { type: 'listing' };
  if (ManifestType === 'ATHENA_DATA') return { type: ManifestType, objects: objectFormat(config) };
  return InputType === 'MANIFEST' ? { type: InputType } : objectFormat(config);
}

function objectFormat(config: JsonObject): ObjectFormat {
  const { InputType, CSVDelimiter = 'COMMA', CSVHeaders } = config;
  if (InputType === 'JSON') {
    const pointer = parsePointer((config.ItemsPointer ?? '') as string) ?? [];
    return pointer.length === 0 ? { type: InputType } : { type: InputType, pointer };
  }
  if (InputType !== 'CSV') return { type: 'JSONL' };
  const delimiter = CSV_DELIMITERS[CSVDelimiter as keyof typeof CSV_DELIMITERS];
  return { type: 'CSV', delimiter, ...(CSVHeaders === undefined ? {} : { headers: CSVHeaders as string[] }) };
}

function resultWriter(source: JsonObject, language: Language): ResultWriter {
  const { Transformation, OutputType = 'JSON' } = (source.WriterConfig ?? {}) as JsonObject;
  return {
    transformation: (Transformation ?? (source.Resource ? 'NONE' : 'COMPACT')) as ResultWriter['transformation'],
    outputType: OutputType as ResultWriter['outputType'],
    ...language.field(source, language.isJsonata ? 'Arguments' : 'Parameters', 'arguments'),
  };
}
